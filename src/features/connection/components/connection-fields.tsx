import type { IntegrationType } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { authMethodOf, type ConnectionValues } from '../model'
import { MCPServerForm } from './mcp-server-form'
import { RunnerNote } from './runner-note'
import { SshForm } from './ssh-form'
import { VendorAPIForm } from './vendor-api-form'

/** The form for the type, and whether it takes a runner. */
export function ConnectionFields({ type }: { type: IntegrationType }) {
  const { control, getValues } = useFormContext<ConnectionValues>()
  const [protocol] = useWatch({ control, name: ['protocol', 'authMethod'] })
  const { defaults } = type
  const what = whatRunnerDoes(
    defaults.kind === 'mcp' ? protocol : defaults.kind,
    authMethodOf(getValues(), type),
  )
  return (
    <>
      {what && <RunnerNote what={what} />}
      <Fields type={type} />
    </>
  )
}

function Fields({ type }: { type: IntegrationType }) {
  const { defaults } = type
  switch (defaults.kind) {
    case 'mcp':
      return <MCPServerForm type={type} defaults={defaults} />
    case 'ssh':
      return <SshForm type={type} defaults={defaults} />
    case 'rest':
    case 'graphql':
      return <VendorAPIForm type={type} defaults={defaults} />
  }
}

/** `needsRunner` of the contract, in words; null where the functions can do it. */
function whatRunnerDoes(way: string, authMethod: ConnectionValues['authMethod']): string | null {
  if (way === 'stdio') return 'A command is started by a runner'
  if (way === 'ssh') return 'SSH is spoken by a runner'
  if (authMethod === 'certificate') return 'A client certificate is shown by a runner'
  return null
}
