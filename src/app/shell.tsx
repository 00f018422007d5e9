import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Outlet, useLocation } from 'react-router-dom'
import { createQueryClient } from '@/lib/query-client'
import { lazyPart } from '@/ui/lazy-part'
import { ErrorBoundary } from './error-boundary'
import { OfflineBanner } from './offline-banner'
import { PageSkeleton } from './page-skeleton'
import { PaletteOutlet } from './palette-outlet'
import { Rail } from './rail'

// Not even its list of files is wanted before the page is.
const PreloadedParts = lazyPart(() => import('./preloaded-parts'))

/** Everything around a page that only a signed-in person sees. */
export default function Shell() {
  const [queryClient] = useState(createQueryClient)
  const { pathname } = useLocation()
  return (
    <QueryClientProvider client={queryClient}>
      <a
        href="#page"
        className="sr-only z-50 rounded-sm bg-ink px-3 py-2 text-panel focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <div className="flex min-h-dvh max-sm:flex-col-reverse">
        <Rail />
        <div className="min-w-0 flex-1 max-sm:pb-16">
          <OfflineBanner />
          <main
            id="page"
            tabIndex={-1}
            className="mx-auto max-w-[1680px] px-4 pt-6 pb-10 outline-none sm:px-6 lg:px-9 lg:pt-8"
          >
            <ErrorBoundary key={pathname.split('/')[1]}>
              <Suspense fallback={<PageSkeleton />}>
                <Outlet />
                <PreloadedParts />
              </Suspense>
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <PaletteOutlet />
    </QueryClientProvider>
  )
}
