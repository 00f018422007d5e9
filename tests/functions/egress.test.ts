import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import {
  createEgress,
  type EgressSettings,
} from '../../supabase/functions/_shared/egress/egress.ts'
import type { LookUp } from '../../supabase/functions/_shared/egress/resolver.ts'
import { egressIn } from '../support/egress-runner.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const NAME = 'harmless.example'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

const keep = <T extends { close(): unknown }>(it: T): T => {
  opened.push(it)
  return it
}

/** A name server that gives each answer once, and the last one for ever. */
function names(...answers: string[][]) {
  const asked: string[] = []
  const lookUp: LookUp = async (hostname) => {
    asked.push(hostname)
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? []
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  return { asked, lookUp }
}

const egressWith = (lookUp: LookUp, settings: Partial<EgressSettings> = {}) =>
  keep(
    createEgress({
      allowPrivate: false,
      isConfidential: false,
      signal: new AbortController().signal,
      lookUp,
      ...settings,
    }),
  )

/** A canary on 127.0.0.1, where no stranger may come. */
const canary = () => startUpstream((_, response) => response.end('{}')).then(keep)

describe.each(RUNTIMES)('On $runtime, a harmless name', ({ npmName }) => {
  const stranger = { allowPrivate: false, isConfidential: false }
  const local = { allowPrivate: true, isConfidential: false }

  test.each([
    { leads: 'to the machine itself', to: ['127.0.0.1'] },
    { leads: 'to it in IPv6 clothes', to: ['::ffff:127.0.0.1'] },
    { leads: 'to it over IPv6', to: ['::1'] },
    { leads: 'into an office', to: ['10.0.0.5'] },
    { leads: 'to the cloud’s metadata', to: ['169.254.169.254'] },
    { leads: 'to a public address and the machine itself', to: ['8.8.8.8', '127.0.0.1'] },
    {
      leads: 'to a public IPv6 address and into an office',
      to: ['2606:4700::1111', '192.168.0.9'],
    },
  ])('that leads $leads is refused before a byte is sent', async ({ to }) => {
    const { port, requests } = await canary()
    const url = `http://${NAME}:${port}/`
    const told = await egressIn(npmName, {
      names: { [NAME]: [to] },
      settings: stranger,
      admit: url,
      fetch: [url],
    })
    expect(told).toMatchObject({ admitted: 'address_forbidden', fetched: ['address_forbidden'] })
    expect(requests).toEqual([])
  })

  test('that a redirect leads to, and that leads inside, is refused too', async () => {
    const lure = keep(
      await startUpstream((_, response) =>
        response.writeHead(302, { location: 'http://inside.example/latest/meta-data' }).end(),
      ),
    )
    const told = await egressIn(npmName, {
      names: { [NAME]: [['127.0.0.1']], 'inside.example': [['169.254.169.254']] },
      settings: local,
      fetch: [`http://${NAME}:${lure.port}/`],
    })
    expect(told.fetched).toEqual(['redirect_forbidden'])
  })

  test('that nobody has is not found', async () => {
    const told = await egressIn(npmName, {
      names: {},
      settings: stranger,
      fetch: [`http://${NAME}/`],
    })
    expect(told.fetched).toEqual(['dns_failed'])
  })

  test('that changes its answer is judged once, and every connection goes where it was judged', async () => {
    const judged = keep(
      await startUpstream((request, response) => {
        // Each answer ends its connection, so that the next request has to make one.
        response.setHeader('connection', 'close')
        if (request.url === '/moved') response.writeHead(302, { location: '/me' })
        response.end('{}')
      }),
    )
    const rebound = await startAt('127.0.0.2', judged.port)
    const url = `http://${NAME}:${judged.port}`
    const told = await egressIn(npmName, {
      names: { [NAME]: [['127.0.0.1'], ['127.0.0.2']] },
      settings: local,
      admit: url,
      fetch: ['/me', '/moved', '/me'].map((path) => url + path),
    })
    expect(told).toEqual({ admitted: 'admitted', fetched: [200, 200, 200], asked: [NAME] })
    expect(judged.requests.map(({ url: path }) => path)).toEqual(['/me', '/moved', '/me', '/me'])
    expect(judged.requests[0]?.headers.host).toBe(`${NAME}:${judged.port}`)
    expect(rebound.requests).toEqual([])
  })

  test('gets a secret over plain http only if none of its addresses is public', async () => {
    const { requests, port } = await canary()
    const url = `http://${NAME}:${port}/`
    const ask = (...addresses: string[]) =>
      egressIn(npmName, {
        names: { [NAME]: [addresses] },
        settings: { allowPrivate: true, isConfidential: true },
        fetch: [url],
      })
    expect((await ask('127.0.0.1', '8.8.8.8')).fetched).toEqual(['address_forbidden'])
    expect(requests).toEqual([])
    expect((await ask('127.0.0.1')).fetched).toEqual([200])
  })
})

/** Another server on the same port, at another address of this machine. */
async function startAt(address: string, port: number): Promise<Pick<Upstream, 'requests'>> {
  const requests: Upstream['requests'] = []
  const server = createServer((request, response) => {
    requests.push(request)
    response.end('{}')
  })
  await new Promise<void>((done) => server.listen(port, address, done))
  keep({ close: () => server.close() })
  return { requests }
}

test('A test sends a hundred requests and no more, whatever the other side asks for', async () => {
  const { origin, requests } = await canary()
  const egress = egressWith(names(['127.0.0.1']).lookUp, { allowPrivate: true })
  for (let sent = 0; sent < 100; sent++) await (await egress.fetch(origin)).text()
  await expect(egress.fetch(origin)).rejects.toMatchObject({ code: 'response_too_large' })
  expect(requests).toHaveLength(100)
})

test('An event stream has no more room than any other answer: 2 MB in all', async () => {
  const event = `data: ${'x'.repeat(10_000)}\n\n`
  const stream = keep(
    await startUpstream((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(event.repeat(request.url === '/short' ? 200 : 220))
    }),
  )
  const egress = egressWith(names(['127.0.0.1']).lookUp, { allowPrivate: true })
  const read = async (path: string) => {
    const init = { headers: { accept: 'text/event-stream' } }
    return await (await egress.fetch(stream.origin + path, init)).text()
  }
  expect(await read('/short')).toBe(event.repeat(200))
  await expect(read('/long')).rejects.toMatchObject({ code: 'response_too_large' })
})

test('A redirect is followed at once, and its body that never ends is let go', async () => {
  let isLetGo = false
  const upstream = keep(
    await startUpstream((request, response) => {
      if (request.url === '/me') return response.end('{}')
      response.socket?.once('close', () => {
        isLetGo = true
      })
      return response.writeHead(302, { location: '/me' }).flushHeaders()
    }),
  )
  const egress = egressWith(names(['127.0.0.1']).lookUp, { allowPrivate: true })
  const response = await egress.fetch(`${upstream.origin}/moved`)
  expect(await response.text()).toBe('{}')
  await expect.poll(() => isLetGo).toBe(true)
})

test('After the end of a test no further address of a name is dialed', async () => {
  const dialed: (string | undefined)[] = []
  // Takes connections on every loopback address and says nothing: the TLS handshake hangs.
  const silence = createTcpServer((socket) => {
    dialed.push(socket.localAddress)
    socket.on('error', () => {}).resume()
  })
  await new Promise<void>((done) => silence.listen(0, '0.0.0.0', done))
  keep({ close: () => silence.close() })
  const { port } = silence.address() as AddressInfo
  const egress = egressWith(names(['127.0.0.1', '127.0.0.2']).lookUp, { allowPrivate: true })
  const asking = egress.fetch(`https://${NAME}:${port}/`).catch(() => {})
  await expect.poll(() => dialed).toEqual(['127.0.0.1'])
  egress.close()
  await asking
  await new Promise((done) => setTimeout(done, 100))
  expect(dialed).toEqual(['127.0.0.1'])
})

test('A dialed name is judged once and pinned, as one that is fetched', async () => {
  const { port } = await canary()
  const rebinding = names(['127.0.0.1'], ['169.254.169.254'])
  const egress = egressWith(rebinding.lookUp, { allowPrivate: true })
  for (let dialed = 0; dialed < 2; dialed++) {
    expect((await egress.dial(NAME, port)).remoteAddress).toBe('127.0.0.1')
  }
  expect(rebinding.asked).toEqual([NAME])

  const inward = egressWith(names(['8.8.8.8', '127.0.0.1']).lookUp)
  await expect(inward.dial(NAME, port)).rejects.toMatchObject({ code: 'address_forbidden' })
})

test('A name that is dialed for SSH leads to no other service', async () => {
  const { asked, lookUp } = names(['8.8.8.8'])
  for (const port of [21, 25, 80, 443, 1_023]) {
    const dialing = egressWith(lookUp).dial(NAME, port)
    await expect(dialing).rejects.toMatchObject({ code: 'address_forbidden' })
  }
  expect(asked).toEqual([])
})
