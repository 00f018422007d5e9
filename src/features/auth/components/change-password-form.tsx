import { useState } from 'react'
import { AppError, toAppError } from '@/lib/errors'
import { auth } from '@/lib/supabase'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { showToast } from '@/ui/toast'
import { MIN_PASSWORD_LENGTH, validate } from '../model'
import { useAuthForm } from '../use-auth-form'
import { PasswordField } from './fields'

export function ChangePasswordForm({ email }: { email: string }) {
  const [round, setRound] = useState(1)
  // A new round is a new form, empty again.
  return <OneChange key={round} email={email} onChanged={() => setRound(round + 1)} />
}

function OneChange({ email, onChanged }: { email: string; onChanged: () => void }) {
  const form = useAuthForm({
    initial: { current: '', password: '' },
    validate: { current: validate.password, password: validate.newPassword },
    submit: async ({ current, password }) => {
      await proveOwnership(email, current)
      const { error } = await auth.updateUser({ password })
      if (error) throw error
      showToast({ tone: 'ok', title: 'Password changed' })
      onChanged()
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex max-w-[360px] flex-col gap-4">
      {form.alert && (
        <Alert tone="bad" role="alert">
          {form.alert}
        </Alert>
      )}
      {/* So that password managers know whose password this is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Password now"
        autoComplete="current-password"
        {...form.field('current')}
        error={form.errorOf('current')}
      />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words are good.`}
        {...form.field('password')}
        error={form.errorOf('password')}
      />
      <div>
        <Button type="submit" isBusy={form.isBusy}>
          Change password
        </Button>
      </div>
    </form>
  )
}

/** An open page is not enough to take an account over: the password it has is asked for. */
async function proveOwnership(email: string, password: string): Promise<void> {
  const { error } = await auth.signInWithPassword({ email, password })
  if (!error) return
  const failure = toAppError(error)
  if (failure.code !== 'unauthorized') throw failure
  throw new AppError(failure.code, failure.message, {
    fields: { current: 'This is not your password.' },
  })
}
