// Guarantees that the answer of an authorization server is taken once, is at rest only sealed, and
// leads nowhere but to a page of this project. Assumes nothing of who calls: what can be done with a
// ticket is for `finish` to judge.
import { generateRandomState, calculatePKCECodeChallenge as hashOf } from 'oauth4webapi'
import * as z from 'zod/mini'
import type { CallbackFragment } from '../_shared/contract/oauth.ts'
import { readPlaces } from '../_shared/db/environment.ts'
import { type Answered, answerFlow } from '../_shared/db/oauth-flows.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { sealForFlow } from '../_shared/oauth/flow-secrets.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'

const State = z.string().check(z.regex(/^[\w-]{43}$/))
/** Codes are of some hundred characters; a longer answer is nobody's. */
const MAX_QUERY = 16_384

/**
 * `GET oauth/callback?code=…&state=…` or `?error=…&state=…` (RFC 6749 §4.1.2): parks the answer,
 * whatever it is, under a ticket, and leads the person's browser to the page with it.
 */
export async function callback(request: Request): Promise<Response> {
  const { search, searchParams } = new URL(request.url)
  const { pageOrigins } = readPlaces()
  const [usualPage] = pageOrigins
  if (usualPage === undefined) {
    throw new ApiError('unavailable', 'This project does not know where its page is (PAGE_URL).')
  }
  const { data: state, success } = z.safeParse(State, searchParams.get('state'))
  if (!success || search.length > MAX_QUERY) {
    return leadTo(usualPage, { error: 'authorization_expired' })
  }
  const ticket = generateRandomState()
  const { outcome, page_origin } = await parked(state, ticket, search)
  // The page may have moved since: an address that is not the project's any more is led to by nobody.
  const page = page_origin !== null && pageOrigins.includes(page_origin) ? page_origin : usualPage
  return leadTo(page, outcome === 'accepted' ? { ticket } : { error: `authorization_${outcome}` })
}

async function parked(state: string, ticket: string, search: string): Promise<Answered> {
  const stateHash = await hashOf(state)
  const answer = await sealForFlow(search, { stateHash, purpose: 'answer' }, projectKeyring())
  return answerFlow(stateHash, await hashOf(ticket), answer)
}

function leadTo(page: string, fragment: CallbackFragment): Response {
  const location = new URL('/oauth/callback', page)
  location.hash = new URLSearchParams(fragment).toString()
  return new Response(null, {
    status: 303,
    headers: {
      location: location.href,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}
