import type { Page } from '@playwright/test'
import { filesOf, tablesOf } from './at-rest.ts'
import { traceOf } from './canary.ts'
import { ownId } from './session.ts'
import { expect, stack } from './story.ts'
import type { Witness } from './witness.ts'

/**
 * Looks everywhere for texts of letters and digits that stand in secrets alone, and first whether one
 * would find anything there. `storedName`: of the integration that is stored; null when it is deleted.
 */
export async function expectNoTrace(
  page: Page,
  marks: readonly string[],
  witness: Witness,
  storedName: string | null,
): Promise<void> {
  const tables = await tablesOf(stack(), await ownId(page))
  const testimony = await witness.testify()
  const files = [...filesOf(stack())]
  if (storedName !== null) {
    expect(tables.get('user_integrations')).toContain(storedName)
    const isStored = files.some(
      ({ path, bytes }) => path.includes('/data/') && bytes.includes(storedName),
    )
    expect(isStored).toBe(true)
    for (const where of [/^shown/, /^answer .*rpc/, /^request .*user_integrations/]) {
      const seen = testimony.filter((each) => where.test(each.where))
      expect(
        seen.some(({ text }) => text.includes(storedName)),
        String(where),
      ).toBe(true)
    }
    expect(testimony.some(({ where }) => /^answer .*test-connection/.test(where))).toBe(true)
  }
  expect(
    files.some(
      ({ path, bytes }) => path.endsWith('output.log') && bytes.includes('Patchbay is ready'),
    ),
  ).toBe(true)

  const leaks = [
    ...[...tables].map(([table, text]) => ({ where: `table ${table}`, held: text })),
    ...testimony.map(({ where, text }) => ({ where, held: `${where}\n${text}` })),
    ...files.map(({ path, bytes }) => ({ where: path, held: bytes })),
  ].flatMap(({ where, held }) => {
    return marks.flatMap((mark) => {
      const form = traceOf(mark, held)
      return form === null ? [] : [`${where}: ${form}${excerptOf(held, mark)}`]
    })
  })
  expect(leaks).toEqual([])
}

/** Where it stands, for whoever has to find the leak. */
function excerptOf(held: string | Buffer, mark: string): string {
  const text = typeof held === 'string' ? held : held.toString('latin1')
  const at = text.indexOf(mark)
  return at === -1 ? '' : ` in “${text.slice(Math.max(0, at - 80), at + 160)}”`
}
