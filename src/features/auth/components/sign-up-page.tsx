import { useState } from 'react'
import { useLocation } from 'react-router-dom'
import { auth } from '@/lib/supabase'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { MIN_PASSWORD_LENGTH, validate } from '../model'
import { useAuthForm } from '../use-auth-form'
import { AuthLayout } from './auth-layout'
import { EmailField, PasswordField } from './fields'
import { MailSent } from './mail-sent'
import { TextLink } from './text-link'

export default function SignUpPage() {
  const { search } = useLocation()
  const [mailedTo, setMailedTo] = useState<string | null>(null)
  const form = useAuthForm({
    initial: { email: '', password: '' },
    validate: { email: validate.email, password: validate.newPassword },
    submit: async ({ email, password }) => {
      const { data, error } = await auth.signUp({
        email: email.trim(),
        password,
        options: { emailRedirectTo: `${location.origin}/sign-in${search}` },
      })
      if (error) throw error
      // No session: the project wants the address confirmed first.
      if (!data.session) setMailedTo(email.trim())
    },
  })

  if (mailedTo) {
    return (
      <MailSent title="Confirm your e-mail" email={mailedTo}>
        Open the link in it, then sign in.
      </MailSent>
    )
  }
  return (
    <AuthLayout
      title="Create an account"
      footer={
        <>
          Have one? <TextLink to={`/sign-in${search}`}>Sign in</TextLink>
        </>
      }
    >
      {form.alert && (
        <Alert tone="bad" role="alert">
          {form.alert}
        </Alert>
      )}
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <EmailField {...form.field('email')} error={form.errorOf('email')} />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words are good.`}
          {...form.field('password')}
          error={form.errorOf('password')}
        />
        <div className="pt-1">
          <Button type="submit" variant="primary" size="lg" isBusy={form.isBusy}>
            Create account
          </Button>
        </div>
      </form>
    </AuthLayout>
  )
}
