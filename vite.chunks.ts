const FRAMEWORK = /node_modules[\\/](react|react-dom|react-router|scheduler|zustand)[\\/]/
const EVERYWHERE =
  /node_modules[\\/](tslib|@supabase[\\/]auth-js)[\\/]|src.lib.(env|errors|error-sentences|patient-fetch|supabase|told)\.ts/
const LOOKS =
  /src.ui.(alert|badge|brand-icon|button|button-class|check-strip|clock-or-date|commands|control-class|cx|empty-state|error-text|filter-popover|icon-button|input|jack|kbd|lazy-part|load-failure|loose-cable|menu|no-match|page-failure|page-header|refresh-note|search-field|segmented-control|relative-time|skeleton|spinner|time-ago|use-now|use-rows-in-view|use-typed-param|virtual-grid)\.tsx?$/
/** Those that `ui` shows too: left outside they would import it, and it them. */
const ICONS =
  /lucide-react.dist.esm.(shared|Icon|context|createLucideIcon|icons.(chevron-down|plus|search|trash|trash-2|x)\.)/
const ALERTS =
  /src.features.alerts.|src.services.alert-service|_shared.contract.alerts\.ts|lucide-react.dist.esm.icons.(check-check|sliders-horizontal)\./
// Reading page by page is the Logs page's alone.
const ROWS =
  /node_modules.(zod|@tanstack(?!.*(?:infiniteQueryObserver|useInfiniteQuery))|@supabase.postgrest-js).|_shared.contract.(command-line|outline|rows|stage|status|timestamp)\.ts|src.services.(answers|integration-service|needs-authorization|polling|refetch-integration|service|status-faces|strips|test-runs|unreadable|use-integration-actions)\.ts|src.lib.(data-client|query)|src.features.integrations.(gone|grid-location|queries)\.ts|missing-notice\.tsx|refresh-note\.tsx/
const HISTORY =
  /src.features.health.(history-|components.(history-|incident-list|last-incidents|next-check))|src.ui.(chart.|moment\.)|src.services.history\.ts/
const CONTRACT =
  /_shared.contract.(auth|config|detail-rows|errors|health|oauth|report|runner|sealing|test-connection|type-defaults)\.ts|src.services.function-answers\.ts/
const FIELDS =
  /src.ui.(checkbox|copy-field|field|password-input|select|text-area)\.tsx|lucide-react.dist.esm.icons.(check|circle-exclamation-point|copy|eye|eye-off)\./
const KEYS =
  /src.services.(certificate|der|encrypted-key|key-pair|key-problem|pem|pkcs8|private-key|signing|signing-key|ssh-key)\.ts/

/**
 * What the pages share: the framework, what every page needs of ours, one chunk of looks and one of
 * what rows need. Left to the bundler it is twenty files, which weigh 3 KB (gzip) more and each take
 * a request; and a part that a new page shares would split the entry. What loads together later is
 * one chunk, too, because it has most words in common: the pages of alerts, the history of an
 * integration, the schemas that a list does not need, the fields of a form, the readers of keys.
 */
export const sharedChunks = {
  includeDependenciesRecursively: false,
  groups: [
    { name: 'react', test: FRAMEWORK },
    { name: 'lib', test: EVERYWHERE },
    { name: 'ui', test: (id: string) => LOOKS.test(id) || ICONS.test(id) },
    { name: 'rows', test: ROWS },
    { name: 'alerts', test: ALERTS },
    { name: 'history', test: HISTORY },
    { name: 'contract', test: CONTRACT },
    { name: 'fields', test: FIELDS },
    { name: 'keys', test: KEYS },
  ],
}
