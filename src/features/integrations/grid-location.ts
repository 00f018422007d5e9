/** Where the grid leads: a form over it for a new connection or an existing one, or the latter's page. */
export type GridTarget = { connect: string } | { configure: string } | { details: string } | null

/** Where a target is, with the filters kept. Null: the grid alone. */
export function gridLocation(
  search: string,
  target: GridTarget,
): { pathname: string; search: string } {
  const params = new URLSearchParams(search)
  for (const key of ['connect', 'configure', 'tab', 'range']) params.delete(key)
  let pathname = '/integrations'
  if (target !== null) {
    if ('connect' in target) params.set('connect', target.connect)
    else if ('configure' in target) params.set('configure', target.configure)
    else pathname += `/${encodeURIComponent(target.details)}`
  }
  return { pathname, search: params.size > 0 ? `?${params}` : '' }
}
