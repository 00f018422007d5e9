import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Cable, type CableStage } from './cable'

const stopped: CableStage[] = [
  { label: 'configure', state: 'passed', caption: '0 ms' },
  { label: 'reach', state: 'passed', caption: '23 ms' },
  { label: 'speak', state: 'skipped', caption: 'skipped' },
  { label: 'authenticate', state: 'failed', caption: '38 ms' },
  { label: 'use', state: 'waiting', caption: 'not reached' },
]

const stageNamed = (name: string) => {
  const stage = screen.getAllByRole('listitem').find((item) => item.textContent?.startsWith(name))
  if (!stage) throw new Error(`No stage ${name}`)
  return stage
}
const jackOf = (stage: HTMLElement) => stage.querySelector('[data-jack]')?.getAttribute('data-jack')

describe('the cable', () => {
  it('is read as a list: each stage, how it went and how long it took', () => {
    render(<Cable label="Test result" stages={stopped} />)
    const stages = within(screen.getByRole('list', { name: 'Test result' })).getAllByRole(
      'listitem',
    )
    expect(stages.map((stage) => stage.textContent)).toEqual([
      'configure: passed,0 ms',
      'reach: passed,23 ms',
      'speak: skipped,skipped',
      'authenticate: failed,38 ms',
      'use: not reached,not reached',
    ])
  })

  it('says it by the shape of the jack too, for who does not see the colour', () => {
    render(<Cable label="Test result" stages={stopped} />)
    expect(screen.getAllByRole('listitem').map(jackOf)).toEqual([
      'filled',
      'filled',
      'empty',
      'crossed',
      'empty',
    ])
  })

  it('fills in while the test runs, and marks the stage it is at', () => {
    const running = stopped.map((stage, index): CableStage => {
      return index === 0 ? stage : { ...stage, state: index === 1 ? 'running' : 'waiting' }
    })
    const { rerender } = render(<Cable label="Test result" stages={running} />)
    expect(stageNamed('reach').getAttribute('aria-current')).toBe('step')
    expect(jackOf(stageNamed('reach'))).toBe('turning')

    rerender(<Cable label="Test result" stages={stopped} />)
    expect(jackOf(stageNamed('reach'))).toBe('filled')
    expect(stageNamed('reach').hasAttribute('aria-current')).toBe(false)
  })
})
