import type { ErrorCode } from '@contract/errors'
import type { AppError } from '@/lib/errors'

/**
 * What can be done about an authorization that gave nothing. `retry`: the ticket may still be good.
 * `again`: only a new one helps. `look`: it may have worked all the same.
 */
export type NextStep = 'retry' | 'again' | 'look'

export interface Outcome {
  title: string
  /** Undefined: what the error itself says. */
  sentence?: string
  next: NextStep
}

const OUTCOMES: Partial<Record<ErrorCode, Outcome>> = {
  authorization_denied: { title: 'Access was not given.', next: 'again' },
  authorization_expired: { title: 'The sign-in took too long.', next: 'again' },
  authorization_used: {
    title: 'This sign-in was finished already.',
    sentence: 'Look whether it is connected. If not, connect it again.',
    next: 'look',
  },
  authorization_mismatch: { title: 'This sign-in was begun elsewhere.', next: 'again' },
  authorization_failed: { title: 'The authorization server gave no access.', next: 'again' },
  client_id_required: { title: 'The authorization server wants a client ID.', next: 'look' },
  not_found: { title: 'The connection is gone.', next: 'look' },
  conflict: { title: 'The connection was changed meanwhile.', next: 'again' },
}

/** Anything else is the way to Patchbay's own server, and passes. */
const UNFINISHED: Outcome = { title: 'The sign-in is not finished yet.', next: 'retry' }

export function outcomeOf({ code }: Pick<AppError, 'code'>): Outcome {
  return OUTCOMES[code] ?? UNFINISHED
}
