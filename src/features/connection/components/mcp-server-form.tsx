import type { McpProtocol } from '@contract/config'
import type { IntegrationType, McpDefaults } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { SegmentedControl } from '@/ui/segmented-control'
import { addressOf, type ConnectionValues } from '../model'
import { usePastedServer } from '../use-pasted-server'
import { AuthFields } from './auth-fields'
import { AuthInfo } from './auth-info'
import { OAuthAdvanced } from './oauth-advanced'
import { RateLimitFields } from './rate-limit-fields'
import { HeadersAndVariables } from './secret-rows'
import { Section } from './section'
import { StdioFields } from './stdio-fields'
import { TextField } from './text-field'

const PROTOCOLS = {
  http: 'HTTP',
  sse: (
    <>
      SSE <span className="font-normal">legacy</span>
    </>
  ),
  stdio: 'stdio',
}

const ADDRESS_EXAMPLES: Record<McpProtocol, string> = {
  http: 'https://mcp.example.com/mcp',
  sse: 'https://mcp.example.com/sse',
  stdio: '',
}

type MCPServerFormProps = { type: IntegrationType; defaults: McpDefaults }

export function MCPServerForm({ type, defaults }: MCPServerFormProps) {
  const { control, getValues, setValue } = useFormContext<ConnectionValues>()
  const [protocol, authMethod] = useWatch({ control, name: ['protocol', 'authMethod'] })
  const onPaste = usePastedServer(type, defaults)

  /** The vendor has an address for each; one that was typed stays. */
  function pick(next: McpProtocol) {
    const isUntouched = getValues('address') === addressOf(defaults, protocol)
    setValue('protocol', next, { shouldDirty: true })
    if (isUntouched) setValue('address', addressOf(defaults, next), { shouldDirty: true })
  }

  const address = (
    <TextField
      name="address"
      label="Server URL"
      placeholder={ADDRESS_EXAMPLES[protocol]}
      inputMode="url"
      isCode
      onPaste={onPaste}
    />
  )
  return (
    <>
      <TextField name="name" label="Name" />
      {defaults.protocols.length > 1 && (
        <SegmentedControl
          label="Protocol"
          value={protocol}
          onValueChange={pick}
          options={defaults.protocols.map((each) => ({ value: each, label: PROTOCOLS[each] }))}
        />
      )}
      {protocol === 'stdio' ? (
        <>
          <StdioFields stdio={defaults.stdio} onPaste={onPaste} />
          <Section title="Advanced">
            <RateLimitFields />
          </Section>
        </>
      ) : (
        <>
          {defaults.own_address && address}
          <AuthFields type={type} about={<AuthInfo type={type} />} />
          <div className="flex flex-col gap-1">
            <HeadersAndVariables />
            <Section title="Advanced">
              {!defaults.own_address && address}
              {authMethod === 'oauth' && <OAuthAdvanced type={type} />}
              <RateLimitFields />
            </Section>
          </div>
        </>
      )}
    </>
  )
}
