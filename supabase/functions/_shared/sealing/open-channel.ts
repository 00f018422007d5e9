/**
 * Opens the sealed address of an alert channel. Guarantees that it is given out only for the channel
 * and owner that it was sealed for, and only where it leads to the origin that it names; assumes that
 * the caller has the row from the database.
 */
import { ChannelSecret } from '../contract/alerts.ts'
import type { SealedChannel } from '../contract/deliveries.ts'
import type { Keyring } from './keyring.ts'
import { readChannelHeader, unseal } from './unseal.ts'

/** The address and what signs; null where it cannot be opened, or is for another. */
export async function openChannel(
  channel: Pick<SealedChannel, 'id' | 'user_id' | 'kind' | 'encrypted' | 'audience'>,
  keyring: Keyring,
): Promise<ChannelSecret | null> {
  const { encrypted } = channel
  const header = encrypted === null ? null : readChannelHeader(encrypted)
  if (encrypted === null || header === null) return null
  const [origin] = header.audience
  const isBound =
    header.channel_id === channel.id &&
    header.owner_id === channel.user_id &&
    channel.audience?.length === 1 &&
    channel.audience[0] === origin
  if (!isBound) return null
  const secret = parse(await unseal(encrypted, header, keyring))
  return secret?.kind === channel.kind && new URL(secret.url).origin === origin ? secret : null
}

function parse(plaintext: Uint8Array | null): ChannelSecret | null {
  try {
    return plaintext && ChannelSecret.parse(JSON.parse(new TextDecoder().decode(plaintext)))
  } catch {
    return null
  }
}
