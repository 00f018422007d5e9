const LOOKS =
  /src.ui.(alert|badge|brand-icon|button|button-class|control-class|cx|empty-state|icon-button|input|jack|kbd|loose-cable|page-header|segmented-control|relative-time|skeleton|spinner|time-ago)\.tsx?$/
const ICON_BASE = /lucide-react.dist.esm.(shared|Icon|context|createLucideIcon)/
const ROWS =
  /node_modules.(zod|@tanstack|@supabase.postgrest-js).|_shared.contract.(outline|rows|stage|status|timestamp)\.ts|src.services.(answers|integration-service|needs-authorization|polling|refetch-integration|service|status-faces|strips|test-runs|unreadable|use-integration-actions)\.ts|src.lib.(data-client|query)/

/**
 * What the pages share, as one chunk of looks and one of what rows need. Left to the bundler it is
 * twenty files, which weigh 3 KB (gzip) more and each take a request.
 */
export const sharedChunks = {
  includeDependenciesRecursively: false,
  groups: [
    { name: 'ui', test: (id: string) => LOOKS.test(id) || ICON_BASE.test(id) },
    { name: 'rows', test: ROWS },
  ],
}
