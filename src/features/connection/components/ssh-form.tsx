import type { IntegrationType, SshDefaults } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/ui/button'
import type { ConnectionValues } from '../model'
import { pinnedKey } from '../ssh-values'
import { AuthFields } from './auth-fields'
import { AuthInfo } from './auth-info'
import { RateLimitFields } from './rate-limit-fields'
import { Section } from './section'
import { TextField } from './text-field'

export function SshForm({ type, defaults }: { type: IntegrationType; defaults: SshDefaults }) {
  return (
    <>
      <TextField name="name" label="Name" />
      <div className="grid grid-cols-[1fr_6rem] gap-4">
        <TextField
          name="ssh.host"
          label="Host"
          placeholder={defaults.address_example ?? 'server.example.com'}
          inputMode="url"
          isCode
        />
        <TextField name="ssh.port" label="Port" placeholder="22" inputMode="numeric" isCode />
      </div>
      <TextField name="ssh.username" label="User name" placeholder="deploy" isCode />
      <AuthFields type={type} about={<AuthInfo type={type} />} />
      <HostKey />
      <TextField
        name="ssh.command"
        label="Command"
        hint="The test runs it on the server; it passes when the command ends with status 0."
        placeholder="uptime"
        isCode
        isOptional
      />
      <Section title="Advanced">
        <RateLimitFields />
      </Section>
    </>
  )
}

/** Whose key was trusted. A server that shows another one is not connected to. */
function HostKey() {
  const { control, setValue } = useFormContext<ConnectionValues>()
  const key = pinnedKey(useWatch({ control, name: 'ssh' }))
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">Host key</h3>
      {key === undefined ? (
        <p className="text-ink-2 text-sm">
          The first test that passes trusts the key that the server shows, and keeps its
          fingerprint. From then on no other key is accepted.
        </p>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-sm border border-line bg-sunken px-3 py-1.5">
          <code className="wrap-anywhere min-w-0 font-mono text-xs">{key}</code>
          <Button
            size="sm"
            onClick={() => setValue('ssh.pinned', null, { shouldDirty: true })}
            title="The next test that passes trusts the key that the server shows then"
          >
            Forget it
          </Button>
        </div>
      )}
    </div>
  )
}
