import { useFormContext, useWatch } from 'react-hook-form'
import { expiryWords } from '../expiry'
import type { ConnectionValues } from '../model'
import { MOVED, type SlotState } from '../secrets'

type SealedHintProps = {
  state: SlotState
  /** The error above says already why it must be typed again. */
  hasError: boolean
}

/** What happens to a secret typed here, and why it must be typed again where it must. */
export function SealedHint({ state, hasError }: SealedHintProps) {
  const { control } = useFormContext<ConnectionValues>()
  const host = hostOf(useWatch({ control, name: 'address' }))
  return (
    <>
      {state.is === 'moved' && !hasError && <p className="font-medium text-ink-2">{MOVED}.</p>}
      {state.is === 'kept' && state.hint.expires_at && (
        <p className="font-medium text-ink-2">{expiryWords(state.hint.expires_at, Date.now())}</p>
      )}
      <p>
        Sealed in this browser for <span className="wrap-anywhere">{host ?? 'the address'}</span>.
        Nobody can read it back, you included.
      </p>
    </>
  )
}

/** What stands in an empty field: the stored secret's last characters, or an example. */
export function secretPlaceholder(state: SlotState, example: string | undefined): string {
  if (state.is !== 'kept') return example ?? ''
  return state.hint.hint ? `Replace …${state.hint.hint}` : 'Replace stored'
}

function hostOf(address: string): string | null {
  return URL.canParse(address.trim()) ? new URL(address.trim()).host || null : null
}
