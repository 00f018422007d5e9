import type { ComponentProps } from 'react'
import { Input } from '@/ui/input'
import { PasswordInput } from '@/ui/password-input'

/**
 * Keeps password managers away: a vendor's secret is not this person's password here. The last four
 * are what 1Password, LastPass, Bitwarden and Dashlane look for.
 */
export const NO_MANAGERS = {
  'data-1p-ignore': true,
  'data-lpignore': 'true',
  'data-bwignore': true,
  'data-form-type': 'other',
}

/** A secret as it is typed. It lives in the form's state and nowhere else. */
export function SecretInput(props: ComponentProps<typeof PasswordInput>) {
  return <PasswordInput isCode autoComplete="new-password" {...NO_MANAGERS} {...props} />
}

/** A name that belongs to a secret, and is sealed with it. */
export function SecretNameInput(props: ComponentProps<typeof Input>) {
  return <Input isCode autoComplete="off" {...NO_MANAGERS} {...props} />
}
