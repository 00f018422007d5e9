import { type ResealedBatch, ResealRequest } from '../_shared/contract/resealing.ts'
import { OLDER_KEYS_NEEDED_MS } from '../_shared/contract/sealing.ts'
import { requireService } from '../_shared/db/require-service.ts'
import {
  findCredentialsToReseal,
  noteNewestSealingKey,
  type ResealedCredential,
  resealCredentials,
  sealingKeyUsage,
} from '../_shared/db/resealing.ts'
import { readJson } from '../_shared/http/read-json.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'
import { newestKey, reseal } from '../_shared/sealing/reseal.ts'

/** A hosted function has about 2 s of CPU: this takes a tenth of it. */
const BATCH = 200

/**
 * `POST { after }` → one batch sealed anew for the newest key: `ResealedBatch`. For the project's own
 * tools. It may be called at any time and by several at once: nothing is lost, at most done twice.
 */
export async function handler(request: Request): Promise<Response> {
  requireService(request)
  const { after } = await readJson(request, ResealRequest)
  const keyring = projectKeyring()
  const newest = newestKey(keyring).kid
  const since = await noteNewestSealingKey(newest)
  const { credentials, beyond } = await findCredentialsToReseal(newest, after, BATCH)

  const seals: ResealedCredential[] = []
  const damaged = new Map(keyring.publicKeys.keys.map(({ kid }) => [kid, 0]))
  for (const { user_integration_id, slot, key_id, encrypted: opened } of credentials) {
    const encrypted = await reseal(opened, keyring)
    if (encrypted !== null) seals.push({ user_integration_id, slot, opened, encrypted })
    else if (damaged.has(key_id)) damaged.set(key_id, (damaged.get(key_id) ?? 0) + 1)
  }
  const last = beyond > 0 ? credentials.at(-1) : undefined
  const batch: ResealedBatch = {
    newest,
    resealed: seals.length > 0 ? await resealCredentials(seals) : 0,
    skipped: credentials.length - seals.length,
    damaged: Object.fromEntries(damaged),
    remaining: beyond,
    next: last ? { user_integration_id: last.user_integration_id, slot: last.slot } : null,
    usage: await sealingKeyUsage([...damaged.keys()]),
    older_keys_needed_ms: Math.max(0, since.getTime() + OLDER_KEYS_NEEDED_MS - Date.now()),
  }
  return Response.json(batch, { headers: { 'cache-control': 'no-store' } })
}
