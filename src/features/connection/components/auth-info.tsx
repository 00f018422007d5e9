import type { PresentableAuthMethod } from '@contract/auth'
import type { IntegrationType } from '@contract/type-defaults'
import { ArrowUpRight } from 'lucide-react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Alert } from '@/ui/alert'
import type { ConnectionValues } from '../model'

/** Where the vendor makes the credential, what it calls it and how one looks. */
export function AuthInfo({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  const help = helpOf(type, useWatch({ control, name: 'authMethod' }))
  if (!help?.url && !help?.example) return null
  return (
    <Alert>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p>
          {type.name} calls it <strong className="font-semibold">{help.label}</strong>
          {help.example && (
            <>
              : <span className="font-mono text-sm">{help.example}</span>
            </>
          )}
        </p>
        {help.url && (
          <a
            href={help.url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-0.5 font-medium underline underline-offset-2"
          >
            Make one at {new URL(help.url).host}
            <ArrowUpRight aria-hidden="true" className="size-3.5" />
            <span className="sr-only">(new tab)</span>
          </a>
        )}
      </div>
    </Alert>
  )
}

function helpOf({ defaults: { auth } }: IntegrationType, method: PresentableAuthMethod) {
  switch (method) {
    case 'none':
      return null
    case 'api_key':
      return auth.api_key?.help ?? null
    case 'basic':
      return auth.basic?.password ?? null
    case 'jwt':
      return auth.jwt?.help ?? null
  }
}
