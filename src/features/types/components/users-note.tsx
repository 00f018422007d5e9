import { Alert } from '@/ui/alert'

const MAX_NAMED = 3

/** Who has a stake in a type that is about to change. */
export function UsersNote({ users }: { users: readonly string[] }) {
  const one = users.length === 1
  return (
    <Alert title={`${inWords(users)} ${one ? 'uses' : 'use'} this type.`}>
      {one ? 'It is' : 'They are'} to be tested again when you change more than its name, icon,
      description or documentation.
    </Alert>
  )
}

/** "A, B, C and 4 more" */
function inWords(names: readonly string[]): string {
  const named = names.slice(0, MAX_NAMED)
  const rest = names.length - named.length
  if (rest > 0) return `${named.join(', ')} and ${rest} more`
  return new Intl.ListFormat('en').format(named)
}
