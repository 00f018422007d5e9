/** Said of an integration that a link names and nobody here has. */
export const INTEGRATION_GONE = {
  title: 'This integration is not here.',
  message: 'It was deleted, or it belongs to another account.',
} as const
