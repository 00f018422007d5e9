import { Component, type ComponentType, type ReactNode } from 'react'
import { flushSync } from 'react-dom'

type LazyPartProps = {
  /** What stands there until the script has come. */
  fallback?: ReactNode
  /** The script did not come; it is asked for again the next time this is rendered. */
  onFailed?: () => void
}

/**
 * A part of the page whose script comes when it is first shown. What goes wrong with it stays in it:
 * the page goes on without, and keeps what was typed. `React.lazy` would take the page along, and
 * never ask again.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
) {
  let Part: ComponentType<Props> | null = null

  return class LazyPart extends Component<Props & LazyPartProps, { isBroken: boolean }> {
    override state = { isBroken: false }
    private isAsking = false

    static getDerivedStateFromError() {
      return { isBroken: true }
    }

    override componentDidMount() {
      void this.ask()
    }

    override componentDidUpdate() {
      void this.ask()
    }

    private async ask() {
      if (Part || this.isAsking) return
      this.isAsking = true
      try {
        Part = (await load()).default
        // At once, effects included: a key pressed in between belongs to what takes the focus.
        flushSync(() => this.forceUpdate())
      } catch {
        this.props.onFailed?.()
      }
      this.isAsking = false
    }

    override render() {
      if (this.state.isBroken) return null
      return Part ? <Part {...this.props} /> : this.props.fallback
    }
  }
}
