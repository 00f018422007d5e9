import { expect, it } from 'vitest'
import { anMcpIntegration } from '../../../tests/support/factories'
import { statusChanges, statusesOf } from './status-changes'

const github = anMcpIntegration({ name: 'GitHub' })

it('tells what has changed, by name', () => {
  const before = statusesOf([github], {})
  const now = statusesOf([{ ...github, status: 'error' }], {})
  expect(statusChanges(before, now)).toBe('GitHub: error')
  expect(statusChanges(now, now)).toBe('')
})

it('counts a test that runs in this tab before the row says so', () => {
  const before = statusesOf([github], {})
  const now = statusesOf([github], { [github.id]: {} })
  expect(statusChanges(before, now)).toBe('GitHub: testing')
})

it('is silent about what came and went', () => {
  expect(statusChanges(statusesOf([], {}), statusesOf([github], {}))).toBe('')
  expect(statusChanges(statusesOf([github], {}), statusesOf([], {}))).toBe('')
})

it('counts, instead of reading out a long list', () => {
  const rows = ['A', 'B', 'C', 'D'].map((name) => anMcpIntegration({ name }))
  const broken = rows.map((row) => ({ ...row, status: 'error' as const }))
  expect(statusChanges(statusesOf(rows, {}), statusesOf(broken, {}))).toBe(
    '4 integrations changed their status',
  )
})
