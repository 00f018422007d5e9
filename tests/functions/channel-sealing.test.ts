import { expect, it } from 'vitest'
import { seal } from '../../src/services/seal.ts'
import { newSigningSecret, sealChannel } from '../../src/services/seal-channel.ts'
import { createKeyring } from '../../supabase/functions/_shared/sealing/keyring.ts'
import { openChannel } from '../../supabase/functions/_shared/sealing/open-channel.ts'
import { reseal } from '../../supabase/functions/_shared/sealing/reseal.ts'
import { makeSealingKey } from '../../supabase/local/sealing-key.ts'

const CHANNEL = '11111111-1111-4111-8111-111111111111'
const OWNER = '22222222-2222-4222-8222-222222222222'
const URL_OF_HOOK = 'https://hooks.acme.test/services/T0/B0/s3cret'

async function keys() {
  const [first, second] = [await makeSealingKey(), await makeSealingKey()]
  const { d: _private, ...publicPart } = first
  return {
    publicPart,
    before: createKeyring(JSON.stringify([first])),
    rotated: createKeyring(JSON.stringify([second, first])),
    after: createKeyring(JSON.stringify([second])),
  }
}
const row = (encrypted: string, kind: 'webhook' | 'slack' = 'webhook') => ({
  id: CHANNEL,
  user_id: OWNER,
  kind,
  encrypted,
  audience: ['https://hooks.acme.test'],
})

it('an address is opened by its function, also after its key was changed for another', async () => {
  const { publicPart, before, rotated, after } = await keys()
  const secret = {
    kind: 'webhook' as const,
    url: URL_OF_HOOK,
    signing_secret: newSigningSecret(),
  }
  const to = { channelId: CHANNEL, ownerId: OWNER }
  const { encrypted } = await sealChannel(secret, to, publicPart)
  expect(await openChannel(row(encrypted), before)).toEqual(secret)
  expect(await openChannel(row(encrypted), after)).toBeNull()
  const anew = await reseal(encrypted, rotated)
  expect(anew).not.toBe(encrypted)
  expect(await openChannel(row(anew ?? ''), after)).toEqual(secret)
  // What it was sealed as, it is: another kind of channel would send it in another form.
  expect(await openChannel(row(encrypted, 'slack'), before)).toBeNull()
})

it('an address that leads elsewhere than its seal says is not opened, nor what is no address', async () => {
  const { publicPart, before } = await keys()
  const secret = { kind: 'slack' as const, url: URL_OF_HOOK }
  const to = { channelId: CHANNEL, ownerId: OWNER }
  const { encrypted } = await sealChannel(secret, to, publicPart)
  const moved = { ...row(encrypted, 'slack'), audience: ['https://evil.test'] }
  expect(await openChannel(moved, before)).toBeNull()
  const credential = await seal(
    { kind: 'value', value: JSON.stringify(secret) },
    { integrationId: CHANNEL, ownerId: OWNER, slot: 'auth', audience: ['https://hooks.acme.test'] },
    publicPart,
  )
  expect(await openChannel(row(credential.encrypted, 'slack'), before)).toBeNull()
})
