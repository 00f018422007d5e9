import type { CredentialSlot } from '@contract/auth'
import type { IntegrationType } from '@contract/type-defaults'
import { createContext, useContext } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { sealedFor } from '../audience'
import type { KeyReader } from '../key-reader'
import type { ConnectionValues } from '../model'
import { movedWords, type SlotState, type Stored, slotState } from '../secrets'

/** What a form is of, and what is stored of it; `stored` null for one that never was. */
export const StoredContext = createContext<FormContext | null>(null)

interface FormContext {
  type: IntegrationType
  stored: Stored | null
  readKey: KeyReader
}

export function useStoredContext(): FormContext {
  const context = useContext(StoredContext)
  if (context === null) throw new Error('A secret is typed into a form of a type.')
  return context
}

/** How a secret stands with what is stored, for the form as it is typed, and what to say of it. */
export type ShownState = SlotState & { movedWords: string; sealedFor: string }

export function useSlotState(slot: CredentialSlot): ShownState {
  const { type, stored } = useStoredContext()
  const { control, getValues } = useFormContext<ConnectionValues>()
  useWatch({ control })
  const values = getValues()
  return {
    ...slotState(slot, values, type, stored),
    movedWords: movedWords(slot, values, type),
    sealedFor: sealedFor(slot, values, type),
  }
}
