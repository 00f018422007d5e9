import { describe, expect, it } from 'vitest'
import { nextSession, type SessionState } from './model'

const ada = { id: '1', email: 'ada@acme.dev' }
const bob = { id: '2', email: 'bob@acme.dev' }
const signedIn: SessionState = { status: 'signed-in', account: ada }
const expired: SessionState = { status: 'expired', account: ada }

describe('a session', () => {
  it('begins with the stored one, or without', () => {
    expect(nextSession({ status: 'loading' }, ada, false)).toEqual(signedIn)
    expect(nextSession({ status: 'loading' }, null, false)).toEqual({ status: 'signed-out' })
  })

  it('that ends by itself leaves the page where it is, waiting for its owner', () => {
    expect(nextSession(signedIn, null, false)).toEqual(expired)
    expect(nextSession(expired, ada, false)).toEqual(signedIn)
  })

  it('that is ended on purpose is over, in the tab that waits too', () => {
    expect(nextSession(signedIn, null, true)).toEqual({ status: 'signed-out' })
    expect(nextSession(expired, null, true)).toEqual({ status: 'signed-out' })
  })

  it('of another account never takes over a page', () => {
    const replaced = { status: 'replaced', account: ada, by: bob }
    expect(nextSession(signedIn, bob, false)).toEqual(replaced)
    expect(nextSession(expired, bob, false)).toEqual(replaced)
  })

  it('gives the page back when its owner returns', () => {
    expect(nextSession({ status: 'replaced', account: ada, by: bob }, ada, false)).toEqual(signedIn)
  })
})
