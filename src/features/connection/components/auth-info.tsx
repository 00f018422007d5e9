import type { AuthMethod } from '@contract/auth'
import type { IntegrationType } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { Alert } from '@/ui/alert'
import { ExternalLink } from '@/ui/external-link'
import type { ConnectionValues } from '../model'

/** What the vendor calls the credential, how one looks, where it is made and explained. */
export function AuthInfo({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  const [method, jwtMode] = useWatch({ control, name: ['authMethod', 'jwt.mode'] })
  const help = helpOf(type, method, jwtMode === 'signed')
  // How a key file begins stands in its field.
  const example = help?.example?.startsWith('-----') ? undefined : help?.example
  if (!help || (!help.url && !example)) return null
  return (
    <Alert>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p>
          {type.name} calls it <strong className="font-semibold">{help.label}</strong>
          {example && (
            <>
              : <span className="font-mono text-sm">{example}</span>
            </>
          )}
        </p>
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          {help.url && (
            <ExternalLink href={help.url}>Make one at {new URL(help.url).host}</ExternalLink>
          )}
          {type.docs_url && <ExternalLink href={type.docs_url}>Docs</ExternalLink>}
        </p>
      </div>
    </Alert>
  )
}

function helpOf({ defaults: { auth } }: IntegrationType, method: AuthMethod, isSigned: boolean) {
  switch (method) {
    case 'none':
      return null
    case 'api_key':
      return auth.api_key?.help ?? null
    case 'basic':
      return auth.basic?.password ?? null
    case 'jwt':
      return (isSigned ? auth.jwt?.mint?.help : auth.jwt?.help) ?? null
    case 'oauth':
      return auth.oauth?.client ?? null
    case 'certificate':
      return auth.certificate?.help ?? null
    case 'ssh_key':
      return auth.ssh_key?.help ?? null
  }
}
