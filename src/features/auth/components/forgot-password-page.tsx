import { useState } from 'react'
import { useLocation } from 'react-router-dom'
import { auth } from '@/lib/supabase'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { validate } from '../model'
import { RECOVERY_PATH } from '../next-path'
import { useAuthForm } from '../use-auth-form'
import { AuthLayout } from './auth-layout'
import { EmailField } from './fields'
import { MailSent } from './mail-sent'
import { TextLink } from './text-link'

export default function ForgotPasswordPage() {
  const { state } = useLocation()
  const [mailedTo, setMailedTo] = useState<string | null>(null)
  const form = useAuthForm({
    // What was typed on the sign-in page comes along.
    initial: { email: typeof state?.email === 'string' ? state.email : '' },
    validate: { email: validate.email },
    submit: async ({ email }) => {
      const { error } = await auth.resetPasswordForEmail(email.trim(), {
        redirectTo: `${location.origin}${RECOVERY_PATH}`,
      })
      if (error) throw error
      setMailedTo(email.trim())
    },
  })

  if (mailedTo) {
    return (
      <MailSent title="Look in your mail" email={mailedTo}>
        Its link lets you choose a new password.
      </MailSent>
    )
  }
  return (
    <AuthLayout
      title="Reset the password"
      lead="You get a mail with a link that lets you choose a new one."
      footer={<TextLink to="/sign-in">Back to sign in</TextLink>}
    >
      {form.alert && (
        <Alert tone="bad" role="alert">
          {form.alert}
        </Alert>
      )}
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <EmailField {...form.field('email')} error={form.errorOf('email')} />
        <div className="pt-1">
          <Button type="submit" variant="primary" size="lg" isBusy={form.isBusy}>
            Send the link
          </Button>
        </div>
      </form>
    </AuthLayout>
  )
}
