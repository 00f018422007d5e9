import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const EVERY_RULE: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
const CONTRAST: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } }

/** What axe has to say of the page, or of what lies over it: the page below has a story of its own. */
export async function findings(page: Page, rules: 'every rule' | 'contrast'): Promise<string[]> {
  const options = rules === 'contrast' ? CONTRAST : EVERY_RULE
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE)
  const { violations } = await page.evaluate(
    (options): Promise<AxeResults> => {
      const overlay = '[role="dialog"], [role="menu"]'
      const isOver = document.querySelector(overlay) !== null
      const axe = Reflect.get(window, 'axe')
      return axe.run(isOver ? { include: [[overlay]] } : document, options)
    },
    { ...options, resultTypes: ['violations'] },
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
