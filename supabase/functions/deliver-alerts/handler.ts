import {
  type ChannelOffer,
  ChannelTestRequest,
  type ChannelTestResult,
} from '../_shared/contract/alerts.ts'
import { beginChannelTest } from '../_shared/db/alert-deliveries.ts'
import { requireUser } from '../_shared/db/client.ts'
import { readPlaces } from '../_shared/db/environment.ts'
import { requireSchedule } from '../_shared/db/require-schedule.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { readJson } from '../_shared/http/read-json.ts'
import type { RequestContext } from '../_shared/http/serve.ts'
import { deliver } from './deliver.ts'
import { readMailSettings } from './mail-settings.ts'
import { testMessage } from './message.ts'
import { send } from './send.ts'

const NO_STORE = { headers: { 'cache-control': 'no-store' } }

/**
 * `POST` by the schedule sends what is due. `POST test` and `POST offer` are a person's: see
 * contract/alerts.ts. At least once: a receiver tells a second time by webhook-id.
 */
export async function handler(request: Request, { requestId }: RequestContext): Promise<Response> {
  switch (new URL(request.url).pathname.split('/').at(-1)) {
    case 'test':
      return Response.json(await testChannel(request), NO_STORE)
    case 'offer': {
      await requireUser(request)
      const offer: ChannelOffer = { is_mail_set_up: readMailSettings() !== null }
      return Response.json(offer, NO_STORE)
    }
    default:
      requireSchedule(request)
      return Response.json(await deliver(requestId, pageOrigin()), NO_STORE)
  }
}

async function testChannel(request: Request): Promise<ChannelTestResult> {
  const user = await requireUser(request)
  const { channelId } = await readJson(request, ChannelTestRequest)
  const begun = await beginChannelTest(user.id, channelId)
  switch (begun.outcome) {
    case 'not_found':
      throw new ApiError(
        'not_found',
        'This channel is gone: it was deleted, or it never was yours.',
      )
    case 'rate_limited':
      throw new ApiError('rate_limited', 'Too many tests in a short time.', {
        retryAfterMs: begun.retry_after_ms,
      })
    case 'started': {
      const { outcome, answer } = await send(begun.channel, testMessage(pageOrigin()))
      return { is_sent: outcome === 'sent', answer }
    }
  }
}

function pageOrigin(): string | null {
  return readPlaces().pageOrigins[0] ?? null
}
