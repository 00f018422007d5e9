import { randomUUID } from 'node:crypto'
import { newSigningSecret, sealChannel } from '../../src/services/seal-channel.ts'
import type { ChannelSecret } from '../../supabase/functions/_shared/contract/alerts.ts'
import { SealingKeySet } from '../../supabase/functions/_shared/contract/sealing.ts'
import type { Person } from './person.ts'

export interface StoredChannel {
  id: string
  secret: ChannelSecret
}

/** A channel to that address, sealed and stored as the page does it. */
export async function storeChannel(
  person: Person,
  kind: ChannelSecret['kind'],
  url: string,
): Promise<StoredChannel> {
  const id = randomUUID()
  const secret: ChannelSecret =
    kind === 'webhook' ? { kind, url, signing_secret: newSigningSecret() } : { kind, url }
  const { keys } = SealingKeySet.parse(await (await person.call('sealing-keys')).json())
  if (!keys[0]) throw new Error('There is always a key.')
  const address = await sealChannel(secret, { channelId: id, ownerId: person.id }, keys[0])
  await person.db
    .from('alert_channels')
    .insert({
      id,
      kind,
      name: `Channel ${id.slice(0, 4)}`,
      events: ['failing', 'recovered', 'credential_expiring'],
      ...address,
    })
    .throwOnError()
  return { id, secret }
}
