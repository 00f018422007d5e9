/** Keys of everything that is cached, so that who changes a row can name what is stale. */
export const queryKeys = {
  types: ['types'] as const,
  integrations: ['integrations'] as const,
  recentChecks: ['recent-checks'] as const,
  integration: (id: string) => ['integration', id] as const,
  credentialHints: (id: string) => ['integration', id, 'credentials'] as const,
  grant: (id: string) => ['integration', id, 'grant'] as const,
  metrics: (id: string) => ['integration', id, 'metrics'] as const,
  logs: (id: string) => ['integration', id, 'logs'] as const,
  allLogs: ['logs'] as const,
  runners: ['runners'] as const,
  healthOverview: ['health'] as const,
  health: (id: string, range: string) => ['integration', id, 'health', range] as const,
  incidents: (id: string) => ['integration', id, 'incidents'] as const,
  watch: (id: string) => ['integration', id, 'watch'] as const,
}
