import { IntegrationType } from '@contract/type-defaults'
import { screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { catalogue } from '../../../../supabase/catalogue/catalogue'
import { enter, openModal, SECRET, saveAndConnect } from '../../../../tests/support/connection-form'
import { AUTHORIZATION_URL, connectionWire } from '../../../../tests/support/connection-wire'
import {
  aHint,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  asDetail,
  refused,
} from '../../../../tests/support/factories'
import { watchLeaving } from '../../../../tests/support/left-page'
import { network } from '../../../../tests/support/network'
import { signInAsAda } from '../../../../tests/support/signed-in'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

function typeOf(id: string): IntegrationType {
  const entry = catalogue.find((each) => each.id === id)
  return IntegrationType.parse({ ...entry, owner_id: null })
}
const github = typeOf('github')
const anyApi = typeOf('any-http-api')
/** Its server names whom to sign in to, and registers Patchbay by itself. */
const mcp = anMcpType({
  name: 'Notes',
  auth_methods: ['oauth'],
  defaults: {
    kind: 'mcp',
    own_address: false,
    protocols: ['http'],
    urls: { http: 'https://mcp.notes.test/mcp' },
    auth: {
      oauth: {
        grants: ['authorization_code'],
        own_server: false,
        client_auth: ['client_secret_basic', 'client_secret_post', 'none'],
        authorization_params: {},
        scopes: [],
      },
    },
  },
})

const field = (label: string | RegExp) => screen.getByLabelText<HTMLInputElement>(label)
const saveAndConnectWith = (vendor: string) => screen.getByText(`Save and connect with ${vendor}`)
const choose = (label: string) => screen.getByRole('radio', { name: label })

describe('a vendor that one signs in to', () => {
  it('is stored with its client, then the browser is led to it', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    const { user, onClose } = openModal({ type: github })
    await user.click(choose('OAuth'))
    expect(screen.queryByText('Test connection')).toBeNull()
    screen.getByText('https://project.test/functions/v1/oauth/callback')
    await enter(user, field('Client ID'), 'Iv1.abc')
    await enter(user, field('Client secret'), SECRET)

    await user.click(saveAndConnectWith('GitHub'))

    await waitFor(() => expect(left.to).toEqual([AUTHORIZATION_URL]))
    expect(wire.steps).toEqual(['sealing-keys', 'create', 'store-secrets', 'authorize'])
    expect([...wire.rows.values()]).toMatchObject([
      {
        auth_method: 'oauth',
        config: {
          kind: 'rest',
          api_url: 'https://api.github.com',
          scopes: ['read:user'],
          oauth: {
            grant: 'authorization_code',
            client_id: 'Iv1.abc',
            client_auth: 'client_secret_post',
          },
        },
      },
    ])
    expect([...wire.sealed.keys()]).toEqual(['client'])
    const client = wire.sealed.get('client')
    expect(client?.audience.toSorted()).toEqual(['https://api.github.com', 'https://github.com'])
    expect(client && (await wire.open(client))).toEqual({
      kind: 'oauth_client',
      client_secret: SECRET,
    })
    expect(onClose).not.toHaveBeenCalled()
    for (const body of wire.bodies) expect(body).not.toContain(SECRET)
  })

  it('gets the hash of a key that stays in this tab', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    const { user } = openModal({ type: mcp })
    await user.click(saveAndConnectWith('Notes'))
    await waitFor(() => expect(left.to).toHaveLength(1))
    const flow = JSON.parse(sessionStorage.getItem('patchbay-authorization') ?? '{}')
    expect(flow.integrationId).toBe(wire.begun?.integrationId)
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(flow.key))
    expect(wire.begun?.browserHash).toBe(Buffer.from(hash).toString('base64url'))
    for (const body of wire.bodies) expect(body).not.toContain(flow.key)
    expect(JSON.stringify({ ...localStorage })).not.toContain(flow.key)
  })

  it('is not left for where the form is closed meanwhile', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    const letGo = wire.hold('authorize')
    const { user, unmount } = openModal({ type: mcp })
    await user.click(saveAndConnectWith('Notes'))
    await waitFor(() => expect(wire.steps).toContain('authorize'))
    unmount()
    letGo()
    await waitFor(() => expect(wire.steps).toContain('log'))
    expect(left.to).toEqual([])
  })

  it('is left once, however often one clicks', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    const { user } = openModal({ type: mcp })
    await user.dblClick(saveAndConnectWith('Notes'))
    await screen.findAllByText(/You are being led to the authorization server/)
    await waitFor(() => expect(left.to).toHaveLength(1))
    expect(wire.steps.filter((step) => step === 'authorize')).toHaveLength(1)
  })

  it('says which client it misses, and where one without a secret says so', async () => {
    await connectionWire()
    const { user } = openModal({ type: typeOf('gitlab') })
    await user.click(choose('OAuth'))
    await user.click(saveAndConnectWith('GitLab'))
    await screen.findByText('Enter the client ID')
    screen.getByText('Enter the client secret, or choose “No secret” under Advanced')
  })

  it('carries on when the way to it was cut', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    wire.broken.add('authorize')
    const { user } = openModal({ type: mcp })
    await user.click(saveAndConnectWith('Notes'))
    expect(
      await screen.findAllByText(/Everything is stored, but access was not asked for/),
    ).not.toEqual([])
    await user.click(saveAndConnectWith('Notes'))
    await waitFor(() => expect(left.to).toHaveLength(1))
    expect(wire.rows.size).toBe(1)
  })

  it('whose server registers nobody asks for a client ID, in the section where it is', async () => {
    const wire = await connectionWire()
    wire.refusal = {
      code: 'client_id_required',
      message: 'mcp.notes.test registers no applications by itself: enter a client ID.',
      requestId: 'r-1',
    }
    const { user } = openModal({ type: mcp })
    await user.click(saveAndConnectWith('Notes'))
    await screen.findByText('This server registers no client by itself')
    await waitFor(() => expect(document.activeElement).toBe(field(/^Client ID/)))
    expect(field(/^Client ID/).closest('details')?.open).toBe(true)
  })

  it('is not led to where no web page is', async () => {
    await connectionWire()
    const left = watchLeaving()
    network.use(
      http.post('https://project.test/functions/v1/oauth/start', () =>
        HttpResponse.json({
          authorizationUrl: 'javascript:alert(1)',
          expires_at: new Date().toISOString(),
        }),
      ),
    )
    const { user } = openModal({ type: mcp })
    await user.click(saveAndConnectWith('Notes'))
    expect(await screen.findAllByText(/named an address that is no web page/)).not.toEqual([])
    expect(left.to).toEqual([])
  })
})

describe('the secret of a client', () => {
  it('of an MCP server wants to know whom it is for', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    const { user } = openModal({ type: mcp })
    await user.click(screen.getByText('Advanced'))
    await enter(user, field(/^Client ID/), 'patchbay')
    await user.selectOptions(field('How the client shows who it is'), 'client_secret_basic')
    await enter(user, field('Client secret'), SECRET)
    await user.click(saveAndConnectWith('Notes'))
    await screen.findByText('Enter a full address, as in https://api.example.com/v1')
    expect(wire.steps).toEqual([])

    await enter(user, field('Issuer'), 'https://login.notes.test/tenant')
    await user.click(saveAndConnectWith('Notes'))
    await waitFor(() => expect(left.to).toHaveLength(1))
    expect(wire.sealed.get('client')?.audience.toSorted()).toEqual([
      'https://login.notes.test',
      'https://mcp.notes.test',
    ])
  })

  it('is wanted again for another authorization server', async () => {
    const wire = await connectionWire({
      hints: [
        aHint({ audience: ['https://api.acme.test'] }),
        aHint({ slot: 'client', audience: ['https://login.acme.test', 'https://api.acme.test'] }),
      ],
    })
    const integration = anMcpIntegration({
      type_id: anyApi.id,
      name: 'Acme',
      auth_method: 'oauth',
      config: {
        kind: 'rest',
        api_url: 'https://api.acme.test',
        scopes: [],
        headers: [],
        env: [],
        request: { method: 'GET', path: '/me', expected_status: 200 },
        oauth: {
          grant: 'authorization_code',
          client_id: 'patchbay',
          client_auth: 'client_secret_basic',
          issuer: 'https://login.acme.test',
        },
      },
    })
    const { user } = openModal({ type: anyApi, integration })
    await screen.findByText(/Access was given/)
    await enter(user, field('Issuer'), 'https://login.evil.test')
    await user.click(screen.getByText('Save and sign in'))
    expect(
      await screen.findAllByText(/authorization server changed: enter the client secret again/),
    ).not.toEqual([])
    expect(wire.steps).toEqual([])
  })
})

describe('a client that asks as itself', () => {
  it('is tested as it is saved: nobody is led anywhere', async () => {
    const wire = await connectionWire()
    const left = watchLeaving()
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type: anyApi })
    await user.click(choose('OAuth'))
    await user.click(choose('The client itself'))
    expect(screen.queryByText('Redirect URI')).toBeNull()
    await user.click(choose('By its endpoints'))
    await enter(user, field('API URL'), 'https://api.acme.test')
    await enter(user, field('Token endpoint'), 'https://login.acme.test/token')
    await enter(user, field('Client ID'), 'patchbay')
    await enter(user, field('Client secret'), SECRET)
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(left.to).toEqual([])
    expect([...wire.rows.values()][0]).toMatchObject({
      config: {
        oauth: {
          grant: 'client_credentials',
          client_id: 'patchbay',
          client_auth: 'client_secret_basic',
          token_endpoint: 'https://login.acme.test/token',
        },
      },
    })
  })
})

describe('access that was given', () => {
  const notes = anMcpIntegration({
    name: 'Notes',
    auth_method: 'oauth',
    config: {
      kind: 'mcp',
      protocol: 'http',
      url: 'https://mcp.notes.test/mcp',
      headers: [],
      env: [],
    },
  })
  const hints = [
    aHint({ audience: ['https://mcp.notes.test'] }),
    aHint({ slot: 'refresh', audience: ['https://login.notes.test'] }),
  ]

  it('stays when only the name changes', async () => {
    const wire = await connectionWire({ hints })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type: mcp, integration: notes })
    await screen.findByText(/Access was given/)
    await enter(user, field('Name'), 'My notes')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['update', 'test', 'log'])
  })

  it('is asked for again where it was withdrawn', async () => {
    const integration = { ...notes, ...refused({ code: 'authorization_revoked' }) }
    const wire = await connectionWire({ hints, detail: asDetail(integration) })
    const left = watchLeaving()
    const { user } = openModal({ type: mcp, integration })
    await user.click(await screen.findByText('Save and connect with Notes'))
    await waitFor(() => expect(left.to).toHaveLength(1))
    expect(wire.steps).toEqual(['update', 'authorize'])
  })
})
