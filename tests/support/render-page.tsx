import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { type ReactNode, Suspense } from 'react'
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom'
import { createQueryClient } from '@/lib/query-client'
import Toaster from '@/ui/toaster'

let address = ''

function AddressBar() {
  const { pathname, search } = useLocation()
  address = pathname + decodeURIComponent(search)
  return null
}

type Options = { at: string; path?: string; client?: QueryClient }

/** A page as the shell would show it, at an address. `address()`: where the story has led since. */
export function renderPage(
  page: ReactNode,
  { at, path = '*', client = createQueryClient() }: Options,
) {
  const view = render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[at]}>
        <AddressBar />
        <Suspense>
          <Routes>
            <Route path={path} element={page} />
          </Routes>
        </Suspense>
        <Toaster />
      </MemoryRouter>
    </QueryClientProvider>,
  )
  return { ...view, client, address: () => address }
}
