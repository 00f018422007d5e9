import type { StageResult } from '@contract/report'
import { describe, expect, it } from 'vitest'
import { stripsOf } from '@/services/strips'
import {
  anMcpIntegration,
  aVendorIntegration,
  NEVER_TESTED,
  refused,
} from '../../../tests/support/factories'
import { infoOf, noteOf, runningStage } from './card-facts'

describe('the line of a card', () => {
  it('says where an MCP server is, how many tools it has and how fast it was', () => {
    expect(infoOf(anMcpIntegration())).toEqual({
      kind: 'facts',
      host: 'api.githubcopilot.com',
      fact: '41 tools',
      ms: 84,
    })
    expect(infoOf(anMcpIntegration({ tool_count: 1 }))).toMatchObject({ fact: '1 tool' })
    const many = anMcpIntegration({ tool_count: 2000, tools_capped: true })
    expect(infoOf(many)).toMatchObject({ fact: '2,000+ tools' })
  })

  it('says whose account an API was reached with', () => {
    expect(infoOf(aVendorIntegration())).toMatchObject({
      host: 'api.stripe.com',
      fact: 'Acme Inc.',
    })
  })

  it('names the port, where there is one', () => {
    const url = 'http://127.0.0.1:3001/mcp'
    const row = anMcpIntegration({
      config: { kind: 'mcp', protocol: 'http', url, headers: [], env: [] },
    })
    expect(infoOf(row)).toMatchObject({ host: '127.0.0.1:3001' })
  })

  it('says number, stage and reason of a failure apart', () => {
    expect(infoOf(aVendorIntegration(refused()))).toEqual({
      kind: 'failure',
      label: '401',
      stage: 'authenticate',
      message: 'The key was refused.',
    })
  })

  it('keeps the whole sentence of a failure without an answer', () => {
    const message = 'api.stripe.com could not be found.'
    const row = aVendorIntegration(
      refused({ stage: 'reach', code: 'dns_failed', http_status: null, message }),
    )
    expect(infoOf(row)).toEqual({ kind: 'failure', label: 'Failed', stage: 'reach', message })
  })

  it('does not label a failure with the status of a success', () => {
    const message = 'Slack answered 200: the credential was refused.'
    expect(infoOf(aVendorIntegration(refused({ http_status: 200, message })))).toMatchObject({
      label: 'Failed',
      message,
    })
  })

  it('does not show the facts of what was configured before', () => {
    expect(infoOf(anMcpIntegration({ status: 'configuring' }))).toMatchObject({
      host: 'api.githubcopilot.com',
      fact: null,
      ms: null,
    })
  })

  it('shows facts, not the old failure, while it is tested anew', () => {
    const row = aVendorIntegration({ ...refused(), status: 'testing' })
    expect(infoOf(row).kind).toBe('facts')
  })
})

describe('the note beside the status', () => {
  it('is the last check of what is connected, and the beginning of what is not', () => {
    const connected = anMcpIntegration()
    expect(noteOf(connected, undefined)).toEqual({ kind: 'checked', at: connected.last_checked_at })
    const failing = aVendorIntegration(refused())
    expect(noteOf(failing, undefined)).toEqual({ kind: 'since', at: failing.status_since })
  })

  it('owns up to a check that failed, where one is not enough for an error', () => {
    const strips = stripsOf({
      a: [
        [84, 'passed'],
        [null, 'failed'],
      ],
      b: [
        [null, 'failed'],
        [84, 'passed'],
      ],
    })
    const doubted = { kind: 'text', text: 'last check failed' }
    expect(noteOf(anMcpIntegration(), strips.a)).toEqual(doubted)
    expect(noteOf(anMcpIntegration(), strips.b)).toMatchObject({ kind: 'checked' })
    expect(noteOf(aVendorIntegration(refused()), strips.a)).toMatchObject({ kind: 'since' })
  })

  it('tells a first set-up from a change that was not tested', () => {
    expect(noteOf(anMcpIntegration(NEVER_TESTED), undefined)).toEqual({
      kind: 'text',
      text: 'never tested',
    })
    expect(noteOf(anMcpIntegration({ status: 'configuring' }), undefined)).toEqual({
      kind: 'text',
      text: 'changed, not tested',
    })
  })
})

it('names the rung that a running test is on', () => {
  const passed: StageResult = { stage: 'configure', verdict: 'passed', ms: 1, evidence: [] }
  expect(runningStage([])).toBe('configure')
  expect(runningStage([passed])).toBe('reach')
  expect(runningStage(undefined)).toBe('')
})
