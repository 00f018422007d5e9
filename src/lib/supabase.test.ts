import { delay, HttpResponse, http } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { network } from '../../tests/support/network'
import { ADA, signInAsAda } from '../../tests/support/signed-in'

const ROWS = 'https://project.test/rest/v1/rows'
const TOKEN = 'https://project.test/auth/v1/token'
const LOGOUT = 'https://project.test/auth/v1/logout'

const session = (access_token: string, id = ADA) => ({
  access_token,
  refresh_token: `${access_token}-refresh`,
  token_type: 'bearer',
  expires_in: 3_600,
  user: { id, aud: 'authenticated', email: 'ada@acme.dev' },
})

/** A data API that takes `token` alone; counts what it was asked. */
function rowsFor(token: string) {
  const asked: string[] = []
  network.use(
    http.post(ROWS, async ({ request }) => {
      asked.push(await request.text())
      const isGood = request.headers.get('authorization') === `Bearer ${token}`
      return isGood ? HttpResponse.json([]) : HttpResponse.json({}, { status: 401 })
    }),
  )
  return asked
}

const ask = async () => {
  const { authorizedFetch } = await import('./supabase')
  return authorizedFetch(ROWS, { method: 'POST', body: 'a row' })
}
const stored = () => localStorage.getItem('patchbay-session')

beforeEach(() => {
  vi.resetModules()
  signInAsAda()
})

it('a token that the server refuses is renewed once for all who used it', async () => {
  const asked = rowsFor('renewed')
  let renewals = 0
  network.use(
    http.post(TOKEN, async () => {
      renewals += 1
      await delay(20)
      return HttpResponse.json(session('renewed'))
    }),
  )
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(renewals).toBe(1)
  expect(asked).toEqual(Array.from({ length: 6 }, () => 'a row'))
})

it('a session that was revoked waits for its owner’s password, and goes on', async () => {
  rowsFor('signed-in-again')
  network.use(
    http.post(TOKEN, ({ request }) =>
      new URL(request.url).searchParams.get('grant_type') === 'password'
        ? HttpResponse.json(session('signed-in-again'))
        : HttpResponse.json({ error_code: 'refresh_token_not_found' }, { status: 400 }),
    ),
  )
  const { auth, whenSessionIsLost } = await import('./supabase')
  const lost = new Promise<void>((resolve) => whenSessionIsLost(resolve))
  const answer = ask()
  await lost
  expect(stored()).toBeNull()
  await auth.signInWithPassword({ email: 'ada@acme.dev', password: 'a few words' })
  expect((await answer).status).toBe(200)
})

it('an auth server that has too much to do ends no session', async () => {
  rowsFor('renewed')
  network.use(http.post(TOKEN, () => HttpResponse.json({}, { status: 429 })))
  await expect(ask()).rejects.toMatchObject({ code: 'rate_limited' })
  expect(stored()).not.toBeNull()
})

it('nothing is asked in the name of another account that signs in meanwhile', async () => {
  rowsFor('grace')
  network.use(http.post(TOKEN, () => HttpResponse.json(session('grace', 'another-person'))))
  await expect(ask()).rejects.toMatchObject({ code: 'unauthorized' })
})

it('a session ends here at once, and the server hears of it', async () => {
  const revoked = new Promise<string | null>((resolve) => {
    network.use(
      http.post(LOGOUT, ({ request }) => {
        resolve(request.headers.get('authorization'))
        return new HttpResponse(null, { status: 204 })
      }),
    )
  })
  const { auth, endSession } = await import('./supabase')
  await auth.getSession()
  endSession()
  expect(stored()).toBeNull()
  expect(await revoked).toBe('Bearer ada.access.token')
})
