import { beforeAll, describe, expect, test } from 'vitest'
import { RUNTIMES } from '../support/runtimes.ts'
import type { Attacked } from '../support/ssrf-harness.ts'
import { attackIn, canHaveOwnNetwork, type SsrfTold } from '../support/ssrf-runner.ts'
import { waysOf } from '../support/ssrf-ways.ts'

/** They say that a socket was made, or was about to be, whatever it met. */
const WENT_OUT = [
  'connection_refused',
  'connection_reset',
  'connect_timeout',
  'response_timeout',
  'tls_invalid',
  'unreachable',
]
const WAYS = waysOf({ lure: '', port: 0, isControl: false })
const isReal = canHaveOwnNetwork()

const outcomes = (attacked: Attacked, way: string) => attacked[way] ?? {}
const total = (attacked: Attacked, way: string) =>
  Object.values(outcomes(attacked, way)).reduce((sum, { count }) => sum + count, 0)

/**
 * In a network of their own in which every address there is, public or private, leads to a canary,
 * and names to whatever their attacker says. Only Linux has such networks, and not for everybody.
 */
describe.runIf(isReal).each(RUNTIMES)('On $runtime, an attacker', ({ npmName }) => {
  let told: SsrfTold
  beforeAll(async () => {
    told = await attackIn(npmName)
  })

  test('reaches the canary in no way, at no address, however it is written', () => {
    expect(told.reached).toEqual([])
  })

  test.each(WAYS)('tried $name with every address there is, and none went out', (way) => {
    expect(total(told.attacked, way.name)).toBeGreaterThan(way.tries === 'all' ? 2_500 : 500)
    expect(total(told.attacked, `${way.name}-by-name`)).toBeGreaterThan(way.isLed ? 25 : 400)
    for (const name of [way.name, `${way.name}-by-name`]) {
      const found = outcomes(told.attacked, name)
      expect(WENT_OUT.flatMap((outcome) => found[outcome]?.first ?? [])).toEqual([])
    }
  })

  test('whose name leads elsewhere at the second look-up is met where it was judged', () => {
    const { stayed, ...others } = outcomes(told.attacked, 'rebound')
    expect(others).toEqual({})
    expect(stayed?.count).toBeGreaterThan(180)
  })

  test.each(WAYS.filter(({ isOpenInControl }) => isOpenInControl !== false))(
    'would have reached it by $name, by address and by name, where private addresses are allowed',
    ({ name }) => {
      for (const path of [name, `${name}-by-name`]) {
        expect(told.reachedInControl.join('\n')).toMatch(new RegExp(`/${path}(/|$)`, 'm'))
      }
    },
  )

  test('would have found it at every address that a connection can be made to', () => {
    const { connected, ...others } = outcomes(told.control, 'connect')
    expect(connected?.count).toBeGreaterThan(160)
    // Multicast, broadcast, and what needs to be told an interface.
    const silent = Object.values(others).flatMap(({ first }) => first)
    expect(
      silent.filter(
        (address) => !/^(ff|fe[89ab]|22[4-9]|23\d|255|127\.255\.255\.255)/.test(address),
      ),
    ).toEqual([])
  })
})

if (!isReal) {
  test.skip('This machine gives nobody a network of their own: the corpus was not tried', () => {})
}
