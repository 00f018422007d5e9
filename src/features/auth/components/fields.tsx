import type { ComponentProps, ReactNode } from 'react'
import { Field } from '@/ui/field'
import { Input } from '@/ui/input'
import { PasswordInput } from '@/ui/password-input'

type EmailFieldProps = ComponentProps<'input'> & { error?: string | undefined }

export function EmailField({ error, ...rest }: EmailFieldProps) {
  return (
    <Field label="E-mail" error={error}>
      {(control) => (
        <Input
          {...control}
          {...rest}
          type="email"
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="ada@example.com"
        />
      )}
    </Field>
  )
}

type PasswordFieldProps = ComponentProps<'input'> & {
  label: string
  autoComplete: 'current-password' | 'new-password'
  hint?: ReactNode
  error?: string | undefined
}

export function PasswordField({ label, hint, error, ...rest }: PasswordFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <PasswordInput {...control} {...rest} />}
    </Field>
  )
}
