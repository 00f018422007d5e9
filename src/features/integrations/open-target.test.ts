import { expect, it } from 'vitest'
import { anMcpIntegration, anMcpType } from '../../../tests/support/factories'
import { openTargetOf } from './open-target'

const type = anMcpType()
const integration = anMcpIntegration()
const loaded = { rows: [integration], types: [type], isFresh: true }
const at = (search: string) => new URLSearchParams(search)

it('opens nothing at the bare grid', () => {
  expect(openTargetOf(at('q=git'), loaded)).toEqual({ kind: 'none' })
})

it('opens a new form, or an existing one', () => {
  expect(openTargetOf(at('connect=github-mcp'), loaded)).toEqual({
    kind: 'form',
    type,
    integration: null,
  })
  expect(openTargetOf(at(`configure=${integration.id}`), loaded)).toEqual({
    kind: 'form',
    type,
    integration,
  })
})

it('says what is missing, by what was asked for', () => {
  expect(openTargetOf(at('connect=githbu'), loaded)).toMatchObject({
    kind: 'missing',
    title: 'There is no “githbu” in the catalogue.',
  })
  expect(openTargetOf(at('configure=nobody'), loaded)).toMatchObject({ kind: 'missing' })
  expect(openTargetOf(at(`configure=${integration.id}`), { ...loaded, types: [] })).toMatchObject({
    title: 'GitHub cannot be opened.',
  })
})

it('does not call gone what the cache does not have yet', () => {
  expect(openTargetOf(at('configure=just-made'), { ...loaded, isFresh: false })).toEqual({
    kind: 'unknown',
  })
})
