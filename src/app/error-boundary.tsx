import { Component, type ReactNode } from 'react'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { LooseCable } from '@/ui/loose-cable'

type Props = { children: ReactNode }
type State = { error: unknown }

/** What Vite's loader says when a chunk is gone: a new version was published meanwhile. */
const CHUNK_GONE = /dynamically imported module|importing a module script|preload css/i

/** Catches what a page throws. It shows no detail of the error: that could hold what was typed. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    const isOutdated = error instanceof Error && CHUNK_GONE.test(error.message)
    return (
      <main className="flex min-h-[70dvh] flex-col items-start justify-center gap-4 p-6 sm:p-12">
        <LooseCable />
        <div role="alert" className="flex max-w-prose flex-col gap-1">
          <h1 className="font-semibold text-xl">
            {isOutdated ? 'This page could not be loaded' : 'This page has stopped'}
          </h1>
          <p className="text-ink-2">
            {isOutdated
              ? 'The connection broke off, or Patchbay was updated in the meantime. Reload to go on.'
              : 'Patchbay made a mistake while it drew this page. What is stored is safe; what was typed here and not saved is lost.'}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={() => location.reload()}>
            Reload
          </Button>
          <a href="/integrations" className={buttonClass()}>
            Go to integrations
          </a>
        </div>
      </main>
    )
  }
}
