import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { auth } from '@/lib/supabase'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { arrivalOf } from '../link-arrival'
import { validate } from '../model'
import { useAuthForm } from '../use-auth-form'
import { AuthLayout } from './auth-layout'
import { EmailField, PasswordField } from './fields'
import { TextLink } from './text-link'

export default function SignInPage() {
  const { search, hash } = useLocation()
  const [arrival] = useState(() => arrivalOf(hash))
  const navigate = useNavigate()
  useEffect(() => {
    // The message stays; what the link carried leaves the address and the history.
    if (hash !== '') navigate({ search }, { replace: true })
  }, [hash, search, navigate])

  const form = useAuthForm({
    initial: { email: '', password: '' },
    validate: { email: validate.email, password: validate.password },
    submit: async ({ email, password }) => {
      const { error } = await auth.signInWithPassword({ email: email.trim(), password })
      if (error) throw error
    },
  })

  return (
    <AuthLayout
      title="Sign in"
      footer={
        <>
          New here? <TextLink to={`/sign-up${search}`}>Create an account</TextLink>
        </>
      }
    >
      {arrival && <Alert tone={arrival.tone}>{arrival.message}</Alert>}
      {form.alert && (
        <Alert tone="bad" role="alert">
          {form.alert}
        </Alert>
      )}
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <EmailField {...form.field('email')} error={form.errorOf('email')} />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          {...form.field('password')}
          error={form.errorOf('password')}
        />
        <div className="flex flex-wrap items-center justify-between gap-3 pt-1">
          <Button type="submit" variant="primary" size="lg" isBusy={form.isBusy}>
            Sign in
          </Button>
          <TextLink to="/forgot-password" state={{ email: form.values.email }}>
            Forgot the password?
          </TextLink>
        </div>
      </form>
    </AuthLayout>
  )
}
