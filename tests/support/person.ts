import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import WebSocket from 'ws'
import { seal } from '../../src/services/seal.ts'
import type { CredentialSecret } from '../../supabase/functions/_shared/contract/auth.ts'
import {
  audienceOf,
  type IntegrationConfig,
} from '../../supabase/functions/_shared/contract/config.ts'
import {
  type SealedCredential,
  SealingKeySet,
} from '../../supabase/functions/_shared/contract/sealing.ts'

export interface Backend {
  url: string
  publishableKey: string
}

/** A signed-up person of a running stack, who does what a browser would do. */
export interface Person {
  id: string
  token: string
  db: SupabaseClient
  call: (name: string, init?: RequestInit) => Promise<Response>
  seal: (
    integration: { id: string; config: IntegrationConfig },
    secret: CredentialSecret,
    slot?: string,
  ) => Promise<SealedCredential>
  create: (row: NewIntegration) => Promise<NewIntegration & { id: string }>
  store: (
    integration: { id: string; config: IntegrationConfig },
    secret: CredentialSecret,
    slot?: string,
  ) => Promise<void>
}

export interface NewIntegration {
  type_id: string
  name: string
  auth_method: string
  config: IntegrationConfig
}

export async function signUp({ url, publishableKey }: Backend): Promise<Person> {
  const db = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own, and supabase-js asks for one even where nobody listens.
    realtime: { transport: WebSocket as never },
  })
  const { data, error } = await db.auth.signUp({
    email: `${randomUUID()}@example.com`,
    password: randomUUID(),
  })
  if (error || !data.session || !data.user) throw error ?? new Error('no session')
  const id = data.user.id
  const token = data.session.access_token

  const call: Person['call'] = (name, init = {}) =>
    fetch(`${url}/functions/v1/${name}`, {
      ...init,
      headers: { apikey: publishableKey, authorization: `Bearer ${token}`, ...init.headers },
    })

  const sealFor: Person['seal'] = async (integration, secret, slot = 'auth') => {
    const { keys } = SealingKeySet.parse(await (await call('sealing-keys')).json())
    const audience = audienceOf(integration.config)
    if (!keys[0] || !audience) throw new Error('nothing to seal with')
    return seal(
      secret,
      { integrationId: integration.id, ownerId: id, slot, audience: [audience] },
      keys[0],
    )
  }

  return {
    id,
    token,
    db,
    call,
    seal: sealFor,
    async create(row) {
      const integration = { id: randomUUID(), ...row }
      const inserted = await db.from('user_integrations').insert(integration)
      if (inserted.error) throw inserted.error
      return integration
    },
    async store(integration, secret, slot = 'auth') {
      const credential = await sealFor(integration, secret, slot)
      const stored = await db
        .from('integration_credentials')
        .upsert({ ...credential, user_integration_id: integration.id })
      if (stored.error) throw stored.error
    },
  }
}
