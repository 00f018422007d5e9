import type { AuthMethod } from '@contract/auth'
import type { IntegrationType } from '@contract/type-defaults'
import type { ReactNode } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { SegmentedControl } from '@/ui/segmented-control'
import type { ConnectionValues } from '../model'
import { CertificateFields } from './certificate-fields'
import { JwtFields } from './jwt-fields'
import { OAuthFields } from './oauth-fields'
import { OneSecret } from './one-secret'
import { SshKeyFields } from './ssh-key-fields'
import { UserAndPassword } from './user-and-password'

/** Not what the fields below are called: two controls of one name are hard to tell apart by ear. */
const METHODS: Record<AuthMethod, string> = {
  none: 'None',
  api_key: 'Key',
  basic: 'Login',
  jwt: 'Bearer token',
  oauth: 'OAuth',
  certificate: 'Certificate',
  ssh_key: 'SSH key',
}

/** What the fields of each method are called in the form: their errors go with the method. */
const SECRET_FIELDS = [
  'apiKey',
  'username',
  'password',
  'token',
  'jwt',
  'oauth',
  'certificate',
  'ssh',
] as const

/** How to authenticate, where there is a choice, and the secret itself. */
export function AuthFields({ type, about }: { type: IntegrationType; about?: ReactNode }) {
  const { control, setValue, clearErrors } = useFormContext<ConnectionValues>()
  const authMethod = useWatch({ control, name: 'authMethod' })

  function pick(method: AuthMethod) {
    setValue('authMethod', method, { shouldDirty: true })
    clearErrors([...SECRET_FIELDS])
  }
  return (
    <>
      {type.auth_methods.length > 1 && (
        <SegmentedControl
          label="Authentication"
          value={authMethod}
          onValueChange={pick}
          options={type.auth_methods.map((method) => ({ value: method, label: METHODS[method] }))}
        />
      )}
      {authMethod !== 'none' && about}
      <Credential type={type} authMethod={authMethod} />
    </>
  )
}

function Credential({ type, authMethod }: { type: IntegrationType; authMethod: AuthMethod }) {
  const { api_key, basic, certificate, ssh_key } = type.defaults.auth
  switch (authMethod) {
    case 'none':
      return null
    case 'api_key':
      return <OneSecret name="apiKey" help={api_key?.help ?? { label: 'API key' }} />
    case 'jwt':
      return <JwtFields type={type} />
    case 'basic':
      return (
        <UserAndPassword
          username={basic?.username ?? { label: 'User name' }}
          password={basic?.password ?? { label: 'Password' }}
        />
      )
    case 'oauth':
      return <OAuthFields type={type} />
    case 'certificate':
      return <CertificateFields help={certificate?.help ?? { label: 'Client certificate' }} />
    case 'ssh_key':
      return <SshKeyFields help={ssh_key?.help ?? { label: 'Private key' }} />
  }
}
