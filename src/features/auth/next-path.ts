/** Any origin that is no real one: what resolves away from it was not a path. */
const NOWHERE = 'https://patchbay.invalid'
export const HOME = '/integrations'
/** Where the link of a password mail leads. */
export const RECOVERY_PATH = '/reset-password'

/**
 * Where to go after signing in: the path that `?next=` asks for, or home. Only paths of this site:
 * anything that a browser would take for another one is ignored (an open redirect, CWE-601).
 */
export function nextPath(search: string): string {
  const asked = new URLSearchParams(search).get('next')
  if (!asked?.startsWith('/')) return HOME
  let url: URL
  try {
    url = new URL(asked, NOWHERE)
  } catch {
    return HOME
  }
  // `/%2e//evil.example` is on this origin and becomes a protocol-relative path all the same.
  if (url.origin !== NOWHERE || url.pathname.startsWith('//')) return HOME
  return url.pathname + url.search + url.hash
}

/** The sign-in address that leads back to `path`. */
export function signInPath(path: string): string {
  return path === '/' || path === HOME ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
}
