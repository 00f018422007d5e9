import type { SetUpStep } from '@/services/set-up-integration'
import type { AuthKind } from './secrets'

/**
 * What a form's own saves have stored. `attempted`: one began, the row may be there. `stored`: it
 * is, with this kind of secret; its secrets may be, and their hints tell.
 */
export type Saved = { is: 'not' } | { is: 'attempted' } | { is: 'stored'; kind: AuthKind | null }

/** By the step that the last save reached. */
export function savedAt(reached: SetUpStep, before: Saved, kind: AuthKind | null): Saved {
  switch (reached) {
    case 'seal':
      return before
    case 'settings':
      // An answer that was lost may have been a yes.
      return before.is === 'not' ? { is: 'attempted' } : before
    case 'secrets':
    case 'test':
    case 'authorize':
      return { is: 'stored', kind }
  }
}
