import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { type ReactNode, Suspense } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router-dom'
import { createQueryClient } from '@/lib/query-client'
import Toaster from '@/ui/toaster'

type Options = { at: string; path?: string; client?: QueryClient }

/** A page as the shell would show it, at an address. `address()`: where the story has led since. */
export function renderPage(
  page: ReactNode,
  { at, path = '*', client = createQueryClient() }: Options,
) {
  window.history.replaceState(null, '', at)
  const view = render(
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <Suspense>
          <Routes>
            <Route path={path} element={page} />
            {path !== '*' && <Route path="*" element={null} />}
          </Routes>
        </Suspense>
        <Toaster />
      </BrowserRouter>
    </QueryClientProvider>,
  )
  return {
    ...view,
    client,
    address: () => window.location.pathname + decodeURIComponent(window.location.search),
  }
}
