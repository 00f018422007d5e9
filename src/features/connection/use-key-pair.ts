import { useEffect, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { KeyPair } from '@/services/key-pair'
import { useStoredContext } from './components/stored-context'
import { isKey } from './key-reader'
import type { ConnectionValues } from './model'
import { secretInputs } from './secrets'

/** What the certificate and key in the form are; null while they are none. */
export function useKeyPair(): KeyPair | null {
  const { type, readKey } = useStoredContext()
  const { control, getValues } = useFormContext<ConnectionValues>()
  const typed = JSON.stringify(useWatch({ control, name: 'certificate' }))
  const [read, setRead] = useState<{ of: string; pair: KeyPair | null } | null>(null)

  useEffect(() => {
    let isLeft = false
    const values = getValues()
    const input = secretInputs(values, type).find((each) => isKey(each) && !each.isEmpty)
    if (input === undefined) return
    readKey(input, values).then(
      (reading) => {
        if (!isLeft) setRead({ of: typed, pair: reading.is === 'read' ? reading.pair : null })
      },
      () => {
        // The field tells it once one leaves it.
      },
    )
    return () => {
      isLeft = true
    }
  }, [typed, type, readKey, getValues])

  return read?.of === typed ? read.pair : null
}
