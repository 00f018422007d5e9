import type { IntegrationCardRow } from '@contract/rows'

/** Takes an integration. Returns what is asked before it is deleted, and said afterwards. */
export function deletionWords({ name, auth_method }: IntegrationCardRow) {
  const credential = auth_method === 'none' ? '' : ', its sealed credential'
  return {
    title: `Delete ${name}?`,
    confirmLabel: `Delete ${name}`,
    consequences: `Its settings${credential}, all its checks and its log go with it. This cannot be undone.`,
    done: `${name} is deleted`,
  }
}
