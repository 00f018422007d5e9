import type { CredentialSlot } from '@contract/auth'
import { createContext, useContext } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { ConnectionValues } from '../model'
import { type SlotState, type Stored, slotState } from '../secrets'

/** What is stored of the integration in the form; null for one that never was. */
export const StoredContext = createContext<Stored | null>(null)

/** How a secret stands with what is stored, as address and auth method are typed. */
export function useSlotState(slot: CredentialSlot): SlotState {
  const stored = useContext(StoredContext)
  const { control } = useFormContext<ConnectionValues>()
  const [address, authMethod] = useWatch({ control, name: ['address', 'authMethod'] })
  return slotState(slot, { address, authMethod }, stored)
}
