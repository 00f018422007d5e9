import { IntegrationType } from '@contract/type-defaults'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../../../supabase/catalogue/catalogue'
import { playgroundTypes } from '../../../../supabase/catalogue/playground'
import { network } from '../../../../tests/support/network'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { valuesOfType } from '../model'
import { requiredSlots } from '../secrets'
import { ConnectionModal } from './connection-modal'

const LOCAL = 'http://127.0.0.1:3001'
const types = [
  ...catalogue,
  ...playgroundTypes({
    mcpHttp: `${LOCAL}/mcp`,
    mcpSse: `${LOCAL}/sse`,
    mcpCommand: { command: 'node', args: [] },
    rest: LOCAL,
  }),
].map((entry) => IntegrationType.parse({ ...entry, owner_id: null }))

beforeEach(() => {
  signInAsAda()
  network.use(http.get('*/rest/v1/runners', () => HttpResponse.json([])))
})

describe('the form of every type in the catalogue', () => {
  it.each(types.map((type) => [type.id, type] as const))(
    '%s: every field has a name of its own',
    (_id, type) => {
      const { baseElement } = render(
        <QueryClientProvider client={new QueryClient()}>
          <ConnectionModal type={type} integration={null} onClose={() => {}} />
        </QueryClientProvider>,
      )
      const form = baseElement.querySelector('form')
      if (!form) throw new Error('There is no form.')

      const names = [
        ...form.querySelectorAll<Field>('input:not([type=radio], [type=file]), select, textarea'),
      ].map(nameOf)
      expect(names).toContain('Name')
      expect(names).not.toContain('')
      expect(new Set(names).size).toBe(names.length)

      const hidden = form.querySelectorAll('input[type=password]')
      for (const secret of hidden) {
        expect(secret.getAttribute('autocomplete')).toBe('new-password')
        expect(secret.hasAttribute('data-1p-ignore')).toBe(true)
      }
      const secrets = [...hidden, ...form.querySelectorAll('textarea[data-1p-ignore]')]
      const wanted = requiredSlots(valuesOfType(type, []), type, null)
      expect(secrets.length > 0).toBe(wanted.length > 0)
      const groups = [...form.querySelectorAll('legend')].map((legend) => legend.textContent)
      expect(groups.includes('Authentication')).toBe(type.auth_methods.length > 1)
    },
  )
})

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function nameOf(field: Field): string {
  return field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent ?? ''
}
