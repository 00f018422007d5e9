import type { IntegrationType } from '@contract/type-defaults'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { createKeyReader } from '../key-reader'
import { type ConnectionValues, valuesOfType } from '../model'
import { ConnectionFields } from './connection-fields'
import { StoredContext } from './stored-context'

/** The form that a type makes, to be looked at: nothing in it can be touched, and no reader reads it. */
export function FormPreview({ type }: { type: IntegrationType }) {
  // Another type is another form: what the last one registered must not stay.
  return <Fields key={JSON.stringify(type)} type={type} />
}

function Fields({ type }: { type: IntegrationType }) {
  const form = useForm<ConnectionValues>({ defaultValues: valuesOfType(type, []) })
  const [readKey] = useState(createKeyReader)
  return (
    <FormProvider {...form}>
      <StoredContext value={{ type, stored: null, readKey }}>
        <div inert className="flex flex-col gap-5">
          <ConnectionFields type={type} />
        </div>
      </StoredContext>
    </FormProvider>
  )
}
