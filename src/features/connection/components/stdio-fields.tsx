import type { McpDefaults } from '@contract/type-defaults'
import type { ClipboardEvent } from 'react'
import { useFormContext } from 'react-hook-form'
import { Field } from '@/ui/field'
import { TextArea } from '@/ui/text-area'
import type { ConnectionValues } from '../model'
import { EnvFields } from './env-fields'
import { TextField } from './text-field'

type StdioFieldsProps = {
  stdio: McpDefaults['stdio']
  /** True where it took what was pasted apart. */
  onPaste: (event: ClipboardEvent<HTMLInputElement>) => void
}

/** The program that a runner starts, what it is given, and the secrets that it finds in its environment. */
export function StdioFields({ stdio, onPaste }: StdioFieldsProps) {
  const { register, formState } = useFormContext<ConnectionValues>()
  return (
    <>
      <TextField
        name="stdio.command"
        label="Command"
        hint="One program, started without a shell. A whole command line, or a block of mcpServers, can be pasted here."
        placeholder="npx"
        isCode
        onPaste={onPaste}
      />
      <Field
        label="Arguments"
        isOptional
        error={formState.errors.stdio?.args?.message}
        hint="One a line, as they are: nothing is quoted."
      >
        {(control) => (
          <TextArea
            {...control}
            {...register('stdio.args')}
            rows={3}
            placeholder={'-y\n@modelcontextprotocol/server-filesystem\n/home/ada/notes'}
            autoComplete="off"
          />
        )}
      </Field>
      <EnvFields declared={stdio?.env ?? []} />
    </>
  )
}
