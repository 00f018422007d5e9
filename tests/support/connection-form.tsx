import type { IntegrationType } from '@contract/type-defaults'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { vi } from 'vitest'
import {
  ConnectionModal,
  type ConnectionModalProps,
} from '@/features/connection/components/connection-modal'
import { anMcpType } from './factories'

export const SECRET = 'ghp_planted0canary1secret2'

const ownServer: IntegrationType = anMcpType({
  name: 'Any MCP server',
  auth_methods: ['jwt', 'none'],
  defaults: {
    kind: 'mcp',
    own_address: true,
    protocols: ['http', 'sse'],
    urls: {},
    auth: { jwt: { help: { label: 'Token' } } },
  },
})

/** Opens the form, by default of a new connection to a server whose address the person gives. */
export function openModal(props: Partial<ConnectionModalProps> = {}) {
  const onClose = vi.fn()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const { unmount } = render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ConnectionModal type={ownServer} integration={null} onClose={onClose} {...props} />
      </QueryClientProvider>
    </StrictMode>,
  )
  return { onClose, unmount, user: userEvent.setup() }
}

export type User = ReturnType<typeof userEvent.setup>

/** Pasted, as one does with what machines read; and faster than key by key. */
export async function enter(user: User, field: HTMLElement, text: string) {
  await user.clear(field)
  await user.paste(text)
}

export async function fillIn(user: User, token = SECRET) {
  await enter(user, address(), 'https://mcp.example.com/mcp')
  await enter(user, secret(), token)
}

export const address = () => screen.getByLabelText<HTMLInputElement>('Server URL')
export const secret = () => screen.getByLabelText<HTMLInputElement>('Token')
export const testConnection = () => screen.getByText('Test connection')
export const saveAndConnect = () => screen.getByText('Save and connect')

/** A rung of the cable that is shown. */
export function stage(name: string) {
  const cable = within(screen.getByLabelText(/^Test (under way|result)$/))
  return cable.getByText(name).closest('li')
}
