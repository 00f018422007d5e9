import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationType } from '@contract/type-defaults'
import { HttpResponse, http } from 'msw'
import { gridWire } from './grid-wire'
import { network } from './network'
import { ADA } from './signed-in'

const TYPES = 'https://project.test/rest/v1/integration_types'

/** Ada's own type: an API that wants a key. */
export function anOwnType(over: Partial<IntegrationType> = {}): IntegrationType {
  return {
    id: 'own-44444444-4444-4444-8444-444444444444',
    owner_id: ADA,
    name: 'Acme Billing',
    type: 'custom',
    category: 'Custom',
    description: 'Invoices and customers of Acme.',
    icon: null,
    docs_url: null,
    auth_methods: ['api_key'],
    defaults: {
      kind: 'rest',
      own_address: false,
      api_url: 'https://api.acme.dev',
      headers: {},
      scopes: [],
      webhooks: false,
      own_request: false,
      auth: {
        api_key: {
          placement: { in: 'header', name: 'X-Api-Key', prefix: '' },
          help: { label: 'Billing key' },
        },
      },
      verification: { method: 'GET', path: '/me', expected_status: 200, account: ['/name'] },
    },
    ...over,
  }
}

type Given = { types?: IntegrationType[]; integrations?: IntegrationCardRow[] }

/** The grid's wire, whose types can be stored, changed and deleted as PostgREST does it. */
export function typesWire(given: Given = {}) {
  const grid = gridWire(given)
  const wire = {
    grid,
    /** Bodies of every attempt to store. */
    stored: [] as Record<string, unknown>[],
    /** What the next write is refused with, once. */
    refusal: null as { status: number; message: string; code?: string } | null,
    /** While set, a write waits for it. */
    gate: null as Promise<void> | null,
  }

  async function write(request: Request, answer: (body: Record<string, unknown>) => Response) {
    const text = await request.text()
    const body = text === '' ? {} : JSON.parse(text)
    if (request.method !== 'DELETE') wire.stored.push(body)
    await wire.gate
    if (grid.isDown) return HttpResponse.error()
    const { refusal } = wire
    wire.refusal = null
    if (refusal) return HttpResponse.json(refusal, { status: refusal.status })
    return answer(body)
  }
  const idOf = (request: Request) =>
    (new URL(request.url).searchParams.get('id') ?? '').replace('eq.', '')

  network.use(
    http.get('https://project.test/rest/v1/runners', () => HttpResponse.json([])),
    http.post(TYPES, ({ request }) =>
      write(request, (body) => {
        const row = { ...body, owner_id: ADA } as IntegrationType
        grid.types = [...grid.types.filter(({ id }) => id !== row.id), row]
        return HttpResponse.json([row], { status: 201 })
      }),
    ),
    http.patch(TYPES, ({ request }) =>
      write(request, (change) => {
        const id = idOf(request)
        grid.types = grid.types.map((type) => (type.id === id ? { ...type, ...change } : type))
        return HttpResponse.json(grid.types.filter((type) => type.id === id))
      }),
    ),
    http.delete(TYPES, ({ request }) =>
      write(request, () => {
        grid.types = grid.types.filter(({ id }) => id !== idOf(request))
        return new HttpResponse(null, { status: 204 })
      }),
    ),
  )
  return wire
}
