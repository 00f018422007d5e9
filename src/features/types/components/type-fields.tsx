import type { TypeOutline } from '@contract/outline'
import { useFormContext, useWatch } from 'react-hook-form'
import type { TypeValues } from '../values'
import { AboutFields } from './about-fields'
import { AuthMethodFields } from './auth-method-fields'
import { Part } from './part'
import { PlaceFields } from './place-fields'
import { ShapePicker } from './shape-picker'
import { VerificationFields } from './verification-fields'

type TypeFieldsProps = { types: readonly TypeOutline[]; isStored: boolean }

/** The few questions that make a type. */
export function TypeFields({ types, isStored }: TypeFieldsProps) {
  const { control } = useFormContext<TypeValues>()
  const shape = useWatch({ control, name: 'shape' })
  const isApi = shape === 'rest' || shape === 'graphql'
  return (
    <>
      <Part title="What it is">
        <ShapePicker isFixed={isStored} />
        <AboutFields types={types} />
      </Part>
      <Part title={shape === 'mcp-command' ? 'What is started' : 'Where it is'}>
        <PlaceFields />
      </Part>
      {shape !== 'mcp-command' && (
        <Part
          title="How one signs in"
          lead="With several, each connection chooses; the form opens with the first."
        >
          <AuthMethodFields />
        </Part>
      )}
      {isApi && (
        <Part
          title="What a test asks"
          lead="The cheapest request that needs the credential: it tells whether a connection works."
        >
          <VerificationFields />
        </Part>
      )}
    </>
  )
}
