import type { IntegrationCardRow, RecentChecks } from '@contract/rows'
import type { IntegrationType } from '@contract/type-defaults'
import { HttpResponse, http } from 'msw'
import { anMcpType, aVendorType } from './factories'
import { network } from './network'

const REST = 'https://project.test/rest/v1'

type Given = {
  types?: IntegrationType[]
  integrations?: IntegrationCardRow[]
  checks?: RecentChecks
}

/**
 * Supabase as the grid meets it on the wire. A story changes `integrations` to tell what happened
 * elsewhere, and reads `requests` to see what was asked.
 */
export function gridWire(given: Given = {}) {
  const wire = {
    types: given.types ?? [anMcpType(), aVendorType()],
    integrations: given.integrations ?? [],
    checks: given.checks ?? {},
    /** "POST integration_cards", in order. */
    requests: [] as string[],
    /** While true there is no network. */
    isDown: false,
    /** While set, every read answers with this status. */
    failing: null as number | null,
    count: (request: string) => wire.requests.filter((each) => each === request).length,
  }

  function answer(request: string, rows: () => object): Response {
    if (wire.isDown) return HttpResponse.error()
    wire.requests.push(request)
    if (wire.failing === null) return HttpResponse.json(rows())
    return HttpResponse.json({ message: 'refused' }, { status: wire.failing })
  }

  network.use(
    http.get(`${REST}/integration_types`, () => answer('GET integration_types', () => wire.types)),
    http.post(`${REST}/rpc/integration_cards`, () =>
      answer('POST integration_cards', () => wire.integrations),
    ),
    http.post(`${REST}/rpc/recent_checks`, () => answer('POST recent_checks', () => wire.checks)),
    http.patch(`${REST}/user_integrations`, async ({ request }) => {
      const id = idOf(request)
      if (wire.isDown) return HttpResponse.error()
      wire.requests.push('PATCH user_integrations')
      const change = (await request.json()) as Partial<IntegrationCardRow>
      wire.integrations = wire.integrations.map((row) =>
        row.id === id ? { ...row, ...change } : row,
      )
      return HttpResponse.json([{ id }])
    }),
    http.delete(`${REST}/user_integrations`, ({ request }) => {
      if (wire.isDown) return HttpResponse.error()
      wire.requests.push('DELETE user_integrations')
      wire.integrations = wire.integrations.filter((row) => row.id !== idOf(request))
      return new HttpResponse(null, { status: 204 })
    }),
  )
  return wire
}

function idOf(request: Request): string {
  return (new URL(request.url).searchParams.get('id') ?? '').replace('eq.', '')
}
