import type { IntegrationDetailRow } from '@contract/detail-rows'
import type { IntegrationHealth } from '@contract/health'
import type { GrantRow } from '@contract/oauth'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '@/lib/query-client'
import { queryKeys } from '@/lib/query-keys'
import { AUTHORIZATION_URL, connectionWire } from '../../../tests/support/connection-wire'
import {
  aGrant,
  aHealth,
  aLogEntry,
  aMetric,
  anIncident,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  aRefusedReport,
  asDetail,
  minutesAgo,
  NEVER_TESTED,
  refused,
} from '../../../tests/support/factories'
import { gridWire } from '../../../tests/support/grid-wire'
import { watchLeaving } from '../../../tests/support/left-page'
import { network } from '../../../tests/support/network'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import IntegrationRoute from './integration-route'

const github = anMcpIntegration({ name: 'Acme GitHub' })
const passed = asDetail(github, { last_report: aPassedReport() })

beforeEach(signInAsAda)

type Given = NonNullable<Parameters<typeof connectionWire>[0]>

/** The wire of the page; what changes an integration is told to `connectionWire`. */
async function wired(given: Given = { detail: passed }) {
  const grid = gridWire({ types: [anMcpType()] })
  const wire = await connectionWire(given)
  return { grid, wire }
}

const open = (at = `/integrations/${github.id}`, client = createQueryClient()) =>
  renderPage(<IntegrationRoute />, { at, path: '/integrations/:id', client })

const choose = async (entry: string, name = 'Acme GitHub') => {
  await userEvent.click(await screen.findByRole('button', { name: `More for ${name}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: entry }))
}

describe('the page of an integration', () => {
  it('shows what it is, how it is, how it has been, and since when', async () => {
    await wired({ detail: passed, incidents: [anIncident()] })
    open()
    await screen.findByRole('heading', { level: 1, name: 'Acme GitHub' })
    expect(document.title).toBe('Acme GitHub · Patchbay')
    screen.getByText('Connected', { selector: '[role="status"]' })
    await screen.findByText(/12 tools, 3 resources/)
    await screen.findByText('98.95%')
    screen.getByText('3 of 288 checks failed')
    screen.getByText('no checks')
    screen.getByText('Checked every 5 minutes, the next in 2 min.')
    await screen.findByText('Failed for 12 min')
    await screen.findByText('GitHub refused the connection.', { exact: false })
    await screen.findByRole('link', { name: /^docs.github.com/ })
  })

  it('is there at once where the grid has been, and asks for at most four things', async () => {
    await wired()
    const asked: string[] = []
    network.events.on('request:start', ({ request }) => asked.push(new URL(request.url).pathname))
    const client = createQueryClient()
    client.setQueryData(queryKeys.integrations, [github])
    open(undefined, client)
    screen.getByRole('heading', { level: 1, name: 'Acme GitHub' })
    await screen.findByText(/12 tools/)
    await screen.findByRole('slider')
    expect(asked.length).toBeLessThanOrEqual(4)
  })

  it('shows where the last test failed, with its evidence', async () => {
    await wired({
      detail: asDetail({ ...github, ...refused() }, { last_report: aRefusedReport() }),
    })
    open()
    await screen.findByText('GitHub answered 401: the token was refused.')
    const [evidence] = await screen.findAllByText('Details')
    await userEvent.click(evidence ?? document.body)
    within(evidence?.closest('details') ?? document.body).getByText('401')
  })

  it('tests what is stored, its ladder in sight on every tab, and shows what that found', async () => {
    const given = { detail: asDetail({ ...github, ...NEVER_TESTED, status: 'error' }) }
    const { wire } = await wired(given)
    wire.reports = [aPassedReport()]
    let letGo = () => {}
    wire.gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    open(`/integrations/${github.id}?tab=checks`)
    await userEvent.click(await screen.findByRole('button', { name: 'Test' }))
    await screen.findByRole('list', { name: 'Test under way' })
    given.detail = passed
    letGo()
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Test under way' })).toBeNull())
    await userEvent.click(screen.getByRole('tab', { name: 'Overview' }))
    await screen.findByText(/12 tools, 3 resources/)
    expect(wire.steps).toEqual(['test'])
  })

  it('asks for its checks again when a poll brings another', async () => {
    const given = { detail: passed, metrics: [aMetric()] }
    await wired(given)
    open(`/integrations/${github.id}?tab=checks`)
    await screen.findByLabelText('Last check: 1 passed.')
    given.metrics.unshift(
      aMetric({ id: 2, success: false, stage: 'reach', error_code: 'dns_failed' }),
    )
    given.detail = { ...passed, last_checked_at: minutesAgo(0) }
    window.dispatchEvent(new Event('focus'))
    await screen.findByText('reach · dns_failed')
  })

  it('opens its form, and comes back to the tab', async () => {
    await wired()
    const { address } = open(`/integrations/${github.id}?q=acme&tab=log`)
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    await screen.findByRole('dialog', { name: 'Edit Acme GitHub' })
    expect(address()).toContain(`configure=${github.id}`)
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(address()).toBe(`/integrations/${github.id}?q=acme&tab=log`)
  })

  it('leads back to the grid with its filters', async () => {
    await wired()
    open(`/integrations/${github.id}?q=acme&status=error&tab=log&range=7d`)
    const back = await screen.findByRole('link', { name: 'Integrations' })
    expect(back.getAttribute('href')).toBe('/integrations?q=acme&status=error')
  })

  it('is deleted after one question that names it, and nothing is called missing', async () => {
    const { wire } = await wired()
    const { address } = open(`/integrations/${github.id}?q=acme`)
    await choose('Delete')
    await screen.findByText(/its sealed credential, all its checks and its\s+log go with it/)
    expect(wire.steps).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Delete Acme GitHub' }))
    await waitFor(() => expect(address()).toBe('/integrations?q=acme'))
    expect(screen.queryByRole('alert')).toBeNull()
    expect(wire.steps).toEqual(['delete'])
  })

  it('can be deleted too where its settings are from a newer Patchbay', async () => {
    await wired({ detail: { ...passed, config: JSON.parse('{ "kind": "mcp", "protocol": "x" }') } })
    open()
    await screen.findByText('Its settings cannot be read. Edit and save it.')
    await choose('Delete')
    await screen.findByRole('button', { name: 'Delete Acme GitHub' })
  })

  it('leads to the vendor where access was withdrawn', async () => {
    const row = { ...github, auth_method: 'oauth', ...refused({ code: 'authorization_revoked' }) }
    const { wire } = await wired({ detail: asDetail(row) })
    const left = watchLeaving()
    open()
    await userEvent.click(await screen.findByRole('button', { name: 'Reconnect' }))
    await waitFor(() => expect(left.to).toEqual([AUTHORIZATION_URL]))
    expect(wire.begun?.integrationId).toBe(github.id)
  })

  it('is paused from its menu, and watched again by Undo', async () => {
    const given = { detail: passed }
    const { wire } = await wired(given)
    open()
    await screen.findByText(/12 tools/)
    given.detail = { ...passed, is_watched: false }
    await choose('Pause watching')
    await screen.findByText('Acme GitHub is no longer watched')
    await screen.findByText(/watching paused/)
    await screen.findByText('Not checked in the background.')
    given.detail = passed
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(screen.queryByText(/watching paused/)).toBeNull())
    expect(wire.bodies.map((body) => JSON.parse(body))).toEqual([
      { is_watched: false },
      { is_watched: true },
    ])
  })
})

describe('an address that leads nowhere', () => {
  it.each(['00000000-0000-4000-8000-000000000000', 'no-id', '%27%3B--'])(
    '(%s) says so, and goes on',
    async (id) => {
      await wired({})
      const { address } = open(`/integrations/${id}?tab=log`)
      const alert = await screen.findByRole('alert')
      expect(alert.textContent).toContain('This integration is not here.')
      await userEvent.click(screen.getByRole('button', { name: 'Show all integrations' }))
      expect(address()).toBe('/integrations')
    },
  )

  it('is not called so where it only could not be looked up', async () => {
    await wired()
    let isDown = true
    network.use(
      http.get('https://project.test/rest/v1/user_integrations', () =>
        isDown ? HttpResponse.json({ message: 'refused' }, { status: 403 }) : undefined,
      ),
    )
    open()
    await screen.findByText('This integration could not be loaded.')
    isDown = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('heading', { level: 1, name: 'Acme GitHub' })
  })

  it('is told when it is deleted elsewhere while one looks at it', async () => {
    const given: { detail?: IntegrationDetailRow } = { detail: passed }
    await wired(given)
    open()
    await screen.findByText(/12 tools/)
    delete given.detail
    window.dispatchEvent(new Event('focus'))
    await screen.findByText('This integration is not here.')
  })
})

describe('its health over time', () => {
  it('is read out point by point with the keyboard', async () => {
    await wired()
    open()
    const slider = await screen.findByRole('slider', { name: 'Response time, point by point' })
    act(() => slider.focus())
    expect(slider.getAttribute('aria-valuetext')).toMatch(/: p50 \d+ ms, p95 \d+ ms, 3 checks$/)
    screen.getByText('3 checks')
    fireEvent.change(slider, { target: { value: '91' } })
    expect(slider.getAttribute('aria-valuetext')).toMatch(/: none passed, 3 of 3 checks failed$/)
    screen.getByText('3 of 3 checks failed')
  })

  it('is a table too, with what failed in it', async () => {
    await wired()
    open()
    await userEvent.click(await screen.findByText('As a table'))
    const rows = within(screen.getByRole('table')).getAllByRole('row')
    expect(rows).toHaveLength(97)
    expect(rows.some((row) => /–––33$/.test(row.textContent))).toBe(true)
    screen.getByText(/^In the last 24 hours: 3 of 288 checks failed/)
  })

  it('takes its range from the address, and names the one that is picked', async () => {
    await wired({ detail: passed, health: aHealth({ step_s: 3_600 }) })
    const { address } = open(`/integrations/${github.id}?range=7d`)
    await screen.findByText(/^In the last 7 days/)
    expect(screen.getByRole('radio', { name: '7 d' })).toHaveProperty('checked', true)
    await userEvent.click(screen.getByRole('radio', { name: '90 d' }))
    await waitFor(() => expect(address()).toContain('range=90d'))
    await userEvent.click(screen.getByRole('radio', { name: '24 h' }))
    await waitFor(() => expect(address()).toBe(`/integrations/${github.id}`))
  })

  it.each<[string, Partial<IntegrationHealth>, string]>([
    ['no checks', { points: [] }, 'In the last 24 hours: no checks.'],
    ['nobody watching', { due_at: null }, 'Checked in the background once it is connected.'],
  ])('says of %s', async (_what, over, sentence) => {
    await wired({ detail: passed, health: aHealth(over) })
    open()
    await screen.findByText(sentence)
  })
})

describe('its tabs', () => {
  it('are named by the address and reached with the arrow keys', async () => {
    await wired({
      detail: passed,
      metrics: [aMetric({ success: false, stage: 'reach', error_code: 'connection_refused' })],
      logs: [aLogEntry({ message: 'Changed url.', metadata: { changed: ['url'] } })],
    })
    const { address } = open(`/integrations/${github.id}?tab=checks&status=error`)
    await screen.findByText('reach · connection_refused')
    screen.getByRole('tab', { name: 'Checks' }).focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}')
    await screen.findByText('Changed url.')
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Log', selected: true }))
    expect(address()).toBe(`/integrations/${github.id}?tab=log&status=error`)
    const all = screen.getByRole('link', { name: 'Search its log' })
    expect(all.getAttribute('href')).toBe(`/logs?integration=${github.id}`)
  })

  it('show older checks, from where the last page ended', async () => {
    const page = Array.from({ length: 50 }, (_, index) =>
      aMetric({ id: 100 - index, checked_at: minutesAgo(index) }),
    )
    await wired({ detail: passed })
    const cursors: string[] = []
    network.use(
      http.get('https://project.test/rest/v1/integration_health_metrics', ({ request }) => {
        const or = new URL(request.url).searchParams.get('or')
        if (or === null) return HttpResponse.json(page)
        cursors.push(or)
        return HttpResponse.json([aMetric({ id: 7, checked_at: minutesAgo(90) })])
      }),
    )
    open(`/integrations/${github.id}?tab=checks`)
    await userEvent.click(await screen.findByRole('button', { name: 'Show older' }))
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(52))
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull()
    expect(cursors[0]).toContain(`id.lt.51`)
    expect(cursors[0]).toContain(page.at(-1)?.checked_at)
  })

  it('show incidents, the one that goes on first, and older ones', async () => {
    const incidents = Array.from({ length: 30 }, (_, index) =>
      anIncident({
        opened_at: minutesAgo(60 * (index + 1)),
        closed_at: index === 0 ? null : minutesAgo(60 * (index + 1) - 12),
        ended_by: index === 0 ? null : 'recovered',
      }),
    )
    await wired({ detail: passed, incidents })
    open(`/integrations/${github.id}?tab=incidents`)
    await screen.findByText('Failing for 1 h')
    const listed = () => within(screen.getByRole('tabpanel')).getAllByRole('listitem')
    expect(listed()).toHaveLength(25)
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }))
    await waitFor(() => expect(listed()).toHaveLength(30))
  })

  it('say that there was no incident', async () => {
    await wired()
    open(`/integrations/${github.id}?tab=incidents`)
    await screen.findByText(/^No incidents\./)
  })

  it('search what an MCP server offers, also while it fails', async () => {
    const { facts } = aPassedReport()
    await wired({
      detail: asDetail(
        { ...github, ...refused() },
        { last_report: aRefusedReport(), last_facts: facts },
      ),
    })
    open(`/integrations/${github.id}?tab=tools`)
    await screen.findByText('list_issues')
    screen.getByText('And 11 more.')
    screen.getByText('repo://acme/web/README.md')
    await userEvent.type(screen.getByRole('searchbox'), 'readme')
    await waitFor(() => expect(screen.queryByText('list_issues')).toBeNull())
    screen.getByText('README')
    await userEvent.type(screen.getByRole('searchbox'), ' zzz')
    await screen.findByText('Nothing that was listed has “readme zzz” in it.')
  })

  it('tell of the access that was given, and to what', async () => {
    const grant = (over: Partial<GrantRow>) =>
      wired({ detail: { ...passed, auth_method: 'oauth' }, grant: aGrant(over) })
    await grant({ scopes: ['read', 'write'], missing_scopes: ['admin'], is_renewable: false })
    open(`/integrations/${github.id}?tab=settings`)
    await screen.findByText('https://vendor.test')
    screen.getByText('patchbay-1')
    screen.getByText('read, write')
    screen.getByText('admin')
    screen.getByText(/^Expires in (59 minutes|1 hour)\.$/)
  })

  it('show of an SSH server who it is, and what the command said', async () => {
    const config = {
      kind: 'ssh' as const,
      host: 'web1.acme.test',
      port: 2222,
      username: 'deploy',
      command: 'uptime',
    }
    const facts = {
      kind: 'ssh' as const,
      server: { name: 'OpenSSH_9.2' },
      host_key: { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` },
      command: { exit_status: 0, output: 'up 12 days\nload 0.1' },
    }
    await wired({
      detail: asDetail(
        { ...github, auth_method: 'ssh_key', config },
        { last_report: aPassedReport({ facts }) },
      ),
    })
    open()
    await screen.findByText('deploy@web1.acme.test:2222')
    screen.getByText(/the command ended with 0 · OpenSSH_9\.2 · ssh-ed25519 SHA256:A/)
    expect(screen.getByText(/up 12 days/).textContent).toBe('up 12 days\nload 0.1')
    expect(screen.queryByRole('tab', { name: 'Tools' })).toBeNull()
  })
})
