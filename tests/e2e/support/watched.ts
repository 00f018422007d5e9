import { asService } from '../../support/furnish.ts'
import { expect, type RunningStack } from './story.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A moment of the past, ISO 8601. */
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

interface Check {
  checked_at: string
  response_time_ms: number | null
  success: boolean
  stage: string | null
  error_code: string | null
  error_message: string | null
}

const REFUSED = {
  stage: 'reach',
  error_code: 'connection_refused',
  error_message: 'The server refused the connection.',
}

/** A check each two hours for three months, with a slow week, a gap of two days, and two outages. */
function checksOf(): Check[] {
  return Array.from({ length: (90 * DAY) / (120 * MINUTE) }, (_, index) => {
    const before = (index + 1) * 120 * MINUTE
    const days = before / DAY
    const isDown = (days > 3 && days < 3.4) || (days > 40 && days < 41)
    const isSlow = days > 20 && days < 27
    const wobble = ((index * 37) % 50) - 20
    return {
      checked_at: ago(before),
      response_time_ms: isDown ? 12 : Math.round((isSlow ? 420 : 110) + wobble),
      success: !isDown,
      ...(isDown ? REFUSED : { stage: null, error_code: null, error_message: null }),
    }
  }).filter(({ checked_at }) => {
    const days = (Date.now() - Date.parse(checked_at)) / DAY
    return days < 60 || days > 62
  })
}

/** Gives an integration the history of one that has long been watched, as checks leave it. */
export async function watchedFor90Days(
  stack: RunningStack,
  userId: string,
  name: string,
): Promise<string> {
  const service = asService(stack)
  const { data } = await service
    .from('user_integrations')
    .select('id')
    .eq('user_id', userId)
    .eq('name', name)
    .single()
    .throwOnError()
  const owned = { user_integration_id: data.id, user_id: userId }
  await service
    .from('integration_health_metrics')
    .insert(checksOf().map((check) => ({ ...check, ...owned, source: 'background' })))
    .throwOnError()
  await service
    .from('integration_incidents')
    .insert(
      [3.4, 41].map((days, index) => ({
        ...owned,
        opened_at: ago(days * DAY),
        closed_at: ago((index === 0 ? 3 : 40) * DAY),
        ended_by: 'recovered',
        stage: 'reach',
        code: REFUSED.error_code,
        message: REFUSED.error_message,
      })),
    )
    .throwOnError()
  expect(data.id).toMatch(/^[0-9a-f-]{36}$/)
  return data.id
}
