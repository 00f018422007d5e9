import { Link, useNavigate } from 'react-router-dom'
import { auth, cameToRecover } from '@/lib/supabase'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { Spinner } from '@/ui/spinner'
import { showToast } from '@/ui/toast'
import { MIN_PASSWORD_LENGTH, validate } from '../model'
import { HOME } from '../next-path'
import { useSession } from '../session'
import { useAuthForm } from '../use-auth-form'
import { AuthLayout } from './auth-layout'
import { PasswordField } from './fields'
import { TextLink } from './text-link'

/** Where the mail's link leads: auth-js has made a session of it by now, or has not. */
export default function ResetPasswordPage() {
  const session = useSession()
  if (session.status === 'loading') {
    return (
      <AuthLayout title="New password">
        <p role="status" className="flex items-center gap-2 text-ink-2">
          <Spinner /> Checking the link
        </p>
      </AuthLayout>
    )
  }
  if (session.status !== 'signed-in' || !cameToRecover()) {
    return (
      <AuthLayout
        title="This link no longer works"
        lead="It was used already, or is too old. Ask for a new one."
        footer={<TextLink to="/sign-in">Back to sign in</TextLink>}
      >
        <Link to="/forgot-password" className={buttonClass('primary', 'lg', 'self-start')}>
          Ask for a new link
        </Link>
      </AuthLayout>
    )
  }
  return <NewPassword email={session.account.email} />
}

function NewPassword({ email }: { email: string }) {
  const navigate = useNavigate()
  const form = useAuthForm({
    initial: { password: '' },
    validate: { password: validate.newPassword },
    submit: async ({ password }) => {
      const { error } = await auth.updateUser({ password })
      if (error) throw error
      showToast({ tone: 'ok', title: 'Password changed' })
      navigate(HOME, { replace: true })
    },
  })
  return (
    <AuthLayout
      title="New password"
      lead={
        <>
          For <strong className="wrap-anywhere font-medium text-ink">{email}</strong>
        </>
      }
    >
      {form.alert && (
        <Alert tone="bad" role="alert">
          {form.alert}
        </Alert>
      )}
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {/* So that password managers know whose password this is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words are good.`}
          {...form.field('password')}
          error={form.errorOf('password')}
        />
        <div className="pt-1">
          <Button type="submit" variant="primary" size="lg" isBusy={form.isBusy}>
            Set password
          </Button>
        </div>
      </form>
    </AuthLayout>
  )
}
