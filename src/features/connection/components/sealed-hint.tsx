import { expiryWords } from '../expiry'
import type { SlotState } from '../secrets'
import type { ShownState } from './stored-context'

type SealedHintProps = {
  state: ShownState
  /** The error above says already why it must be typed again. */
  hasError: boolean
}

/** What happens to a secret typed here, and why it must be typed again where it must. */
export function SealedHint({ state, hasError }: SealedHintProps) {
  return (
    <>
      {state.is === 'moved' && !hasError && (
        <p className="font-medium text-ink-2">{state.movedWords}.</p>
      )}
      {state.is === 'kept' && state.hint.expires_at && (
        <p className="font-medium text-ink-2">{expiryWords(state.hint.expires_at, Date.now())}</p>
      )}
      <p>
        Sealed in this browser for <span className="wrap-anywhere">{state.sealedFor}</span>. Nobody
        can read it back, you included.
      </p>
    </>
  )
}

/** What stands in an empty field: the stored secret's last characters, or an example. */
export function secretPlaceholder(state: SlotState, example: string | undefined): string {
  if (state.is !== 'kept') return example ?? ''
  return state.hint.hint ? `Replace …${state.hint.hint}` : 'Replace stored'
}
