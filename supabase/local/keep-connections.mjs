/**
 * Longer than any client keeps a connection that it does not use: Node's `fetch` ten minutes, browsers
 * five, Deno a minute and a half.
 */
const KEEP_MS = 15 * 60_000

/**
 * Leaves it to clients to end idle connections. Node's servers do after 5 s, and without warning when
 * they were busy for that long: a request that is just on its way is lost then, and nobody can tell
 * whether a POST may be sent again (RFC 9112 §9.3.1, §9.5).
 */
export function keepConnections(server) {
  // HTTP/2 has none that are ended so.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_MS
}
