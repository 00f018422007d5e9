import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Authority } from '../../supabase/functions/_shared/oauth/authority.ts'
import type {
  exchangeCode,
  Tokens,
} from '../../supabase/functions/_shared/oauth/authorization-code.ts'
import type { McpAuthorityRequest } from '../../supabase/functions/_shared/oauth/mcp-authority.ts'
import { denoBinary, type RuntimeName } from './runtimes.ts'

type OnTheWire<T> = Omit<T, 'fetch'>
type Exchange = OnTheWire<Parameters<typeof exchangeCode>[1]>
type Secret = Pick<Exchange, 'clientSecret' | 'allowInsecure'>

type AuthorityCall = Omit<McpAuthorityRequest, 'fetch' | 'serverUrl' | 'given' | 'known'> &
  Partial<Pick<McpAuthorityRequest, 'given' | 'known'>> & { serverUrl: string }

export interface Calls {
  authority: { request: AuthorityCall }
  start: {
    authority: Authority
    options: {
      redirectUri: string
      state: string
      allowInsecure: boolean
      params?: Record<string, string>
    }
  }
  exchange: { authority: Authority; options: Omit<Exchange, 'callback'> & { callback: string } }
  refresh: { authority: Authority; options: Secret & { refreshToken: string } }
  client_credentials: { authority: Authority; options: Secret }
}

export interface Results {
  authority: { authority: Authority; clientSecret: string | null }
  start: { url: string; codeVerifier: string }
  exchange: Tokens
  refresh: Tokens
  client_credentials: Tokens
}

type Kind = keyof Calls
export interface OAuthCall {
  id: number
  call: { [K in Kind]: { is: K } & Calls[K] }[Kind]
  /** Origins on the loopback that may be reached, as if they were public. */
  reachable: 'all' | string[]
}

export interface Failure {
  code: string
  reason: string | null
  message: string
}

export type OAuthAnswer = { id: number } & ({ value: unknown } | { failure: Failure })

/** A Deno process that does what the function `oauth` does. */
export class OAuthRunner {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (answer: OAuthAnswer) => void>()
  readonly #died: Promise<never>
  #count = 0

  constructor(npmName: RuntimeName) {
    const flags = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']
    const authority = join(import.meta.dirname, 'upstream-certificates/authority.crt')
    const harness = join(import.meta.dirname, 'oauth-harness.ts')
    this.#child = spawn(denoBinary(npmName), [...flags, '--cert', authority, harness], {
      cwd: join(import.meta.dirname, '../..'),
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#died = new Promise((_, reject) => {
      this.#child.once('exit', () => reject(new Error('Deno ended')))
    })
    this.#died.catch(() => {})
    if (!this.#child.stdout) throw new Error('The child has no pipes')
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const answer: OAuthAnswer = JSON.parse(line)
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
  }

  /** What a call gives. Rejects where it fails. */
  async run<K extends Kind>(is: K, call: Calls[K], reachable: OAuthCall['reachable'] = 'all') {
    const answer = await this.#send({ is, ...call }, reachable)
    if ('failure' in answer) throw new Error(JSON.stringify(answer.failure))
    return answer.value as Results[K]
  }

  /** How a call fails. Rejects where it does not. */
  async fail<K extends Kind>(
    is: K,
    call: Calls[K],
    reachable: OAuthCall['reachable'] = 'all',
  ): Promise<Failure> {
    const answer = await this.#send({ is, ...call }, reachable)
    if ('failure' in answer) return answer.failure
    throw new Error(`It did not fail: ${JSON.stringify(answer.value)}`)
  }

  #send(call: object, reachable: OAuthCall['reachable']): Promise<OAuthAnswer> {
    const id = ++this.#count
    const answered = new Promise<OAuthAnswer>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#child.stdin?.write(`${JSON.stringify({ id, call, reachable })}\n`)
    })
    return Promise.race([answered, this.#died])
  }

  async stop(): Promise<void> {
    const ended = this.#died.catch(() => {})
    this.#child.stdin?.end()
    await ended
  }
}
