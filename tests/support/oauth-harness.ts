// Runs in Deno: takes OAuthCalls as lines of JSON on stdin, answers with what came of each.
import process from 'node:process'
import { createInterface } from 'node:readline'
import { createEgress } from '../../supabase/functions/_shared/egress/egress.ts'
import { AuthorizationError } from '../../supabase/functions/_shared/oauth/authority.ts'
import {
  authorizationRequest,
  clientCredentials,
  exchangeCode,
  refreshTokens,
} from '../../supabase/functions/_shared/oauth/authorization-code.ts'
import { authorityOfMcp } from '../../supabase/functions/_shared/oauth/mcp-authority.ts'
import type { OAuthAnswer, OAuthCall } from './oauth-runner.ts'

async function perform({ call, reachable }: OAuthCall): Promise<unknown> {
  const settings = { signal: AbortSignal.timeout(10_000), isConfidential: call.is !== 'authority' }
  const local = createEgress({ ...settings, allowPrivate: true })
  const strict = createEgress({ ...settings, allowPrivate: false })
  /** The loopback stands for the internet: all of it, or only the origins that are named. */
  const fetch = (input: string | URL, init?: RequestInit) => {
    const isReachable = reachable === 'all' || reachable.includes(new URL(input).origin)
    return (isReachable ? local : strict).fetch(input, init)
  }
  try {
    switch (call.is) {
      case 'authority':
        return await authorityOfMcp({
          given: undefined,
          known: null,
          ...call.request,
          serverUrl: new URL(call.request.serverUrl),
          fetch,
        })
      case 'start': {
        const { url, codeVerifier } = await authorizationRequest(call.authority, call.options)
        return { url: url.href, codeVerifier }
      }
      case 'exchange':
        return await exchangeCode(call.authority, {
          ...call.options,
          callback: new URLSearchParams(call.options.callback),
          fetch,
        })
      case 'refresh':
        return await refreshTokens(call.authority, { ...call.options, fetch })
      case 'client_credentials':
        return await clientCredentials(call.authority, { ...call.options, fetch })
    }
  } finally {
    local.close()
    strict.close()
  }
}

const say = (answer: OAuthAnswer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

const lines = createInterface({ input: process.stdin })
lines.on('close', () => process.exit(0))
lines.on('line', (line) => {
  const call: OAuthCall = JSON.parse(line)
  perform(call).then(
    (value) => say({ id: call.id, value }),
    (error: unknown) => {
      const failure =
        error instanceof AuthorizationError
          ? { code: error.code, reason: error.reason, message: error.message }
          : { code: 'internal', reason: null, message: String(error) }
      say({ id: call.id, failure })
    },
  )
})
