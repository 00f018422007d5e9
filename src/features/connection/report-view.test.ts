import { describe, expect, it } from 'vitest'
import { aPassedReport, aRefusedReport, aStage } from '../../../tests/support/factories'
import { cableStages, factsLine } from './report-view'

describe('the cable', () => {
  it('fills in while the test runs: behind it, under way, ahead', () => {
    const soFar = [aStage({ stage: 'configure', ms: 0 }), aStage({ stage: 'reach', ms: 23 })]
    expect(
      cableStages(soFar, true).map(({ label, state, caption }) => [label, state, caption]),
    ).toEqual([
      ['configure', 'passed', '0 ms'],
      ['reach', 'passed', '23 ms'],
      ['speak', 'running', '…'],
      ['authenticate', 'waiting', ''],
      ['use', 'waiting', ''],
    ])
  })

  it('stops where the test failed', () => {
    expect(
      cableStages(aRefusedReport().stages, false).map(({ state, caption }) => [state, caption]),
    ).toEqual([
      ['passed', '0 ms'],
      ['passed', '23 ms'],
      ['skipped', 'skipped'],
      ['failed', '38 ms'],
      ['waiting', 'not reached'],
    ])
  })
})

describe('what a passed test found', () => {
  it('of an MCP server', () => {
    expect(factsLine(aPassedReport().facts)).toBe(
      '12 tools, 3 resources · legacy 2025-11-25 · streamable HTTP · example/1.0',
    )
  })

  it.each([
    ['Ada', null, 'Signed in as Ada · 200'],
    [null, null, 'Answered · 200'],
    ['Ada', ['repo', 'gist'], 'Signed in as Ada · 200 · repo, gist'],
  ])('of an API that says it is %s, scopes %s', (account, scopes, line) => {
    expect(factsLine({ kind: 'rest', status: 200, account, scopes })).toBe(line)
  })
})
