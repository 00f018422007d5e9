import { describe, expect, it } from 'vitest'
import { matchingCommands } from './matching-commands'

const command = (label: string, keywords = '') => ({ id: label, label, keywords, run: () => {} })
const commands = [
  command('Go to Integrations'),
  command('Connect Stripe', 'payments'),
  command('Open Acme Stripe'),
  command('Stripe webhooks'),
]
const found = (text: string) => matchingCommands(commands, text).map(({ label }) => label)

describe('typing in the palette', () => {
  it('finds what has every word, in any order', () => {
    expect(found('stripe acme')).toEqual(['Open Acme Stripe'])
    expect(found('PAYMENTS')).toEqual(['Connect Stripe'])
    expect(found('stripe nowhere')).toEqual([])
  })

  it('puts first what starts with it', () => {
    expect(found('stripe')).toEqual(['Stripe webhooks', 'Connect Stripe', 'Open Acme Stripe'])
  })

  it('offers everything before a word is typed', () => {
    expect(found('')).toHaveLength(commands.length)
  })
})
