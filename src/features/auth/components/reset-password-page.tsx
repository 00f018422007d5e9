import { Link, useNavigate } from 'react-router-dom'
import type { Recovery } from '@/lib/recovery'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { Spinner } from '@/ui/spinner'
import { showToast } from '@/ui/toast'
import { MIN_PASSWORD_LENGTH, validate } from '../model'
import { useAuthForm } from '../use-auth-form'
import { useRecoveryLink } from '../use-recovery-link'
import { AuthLayout } from './auth-layout'
import { PasswordField } from './fields'
import { TextLink } from './text-link'

/** Where the mail's link leads. */
export default function ResetPasswordPage() {
  const { link, checkAgain } = useRecoveryLink()
  switch (link.is) {
    case 'checking':
      return (
        <AuthLayout title="New password">
          <p role="status" className="flex items-center gap-2 text-ink-2">
            <Spinner /> Checking the link
          </p>
        </AuthLayout>
      )
    case 'good':
      return <NewPassword recovery={link.recovery} />
    case 'spent':
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
    case 'unknown':
      return (
        <AuthLayout title="New password">
          <Alert tone="bad" role="alert">
            {link.error.message}
          </Alert>
          <Button variant="primary" size="lg" className="self-start" onClick={checkAgain}>
            Check the link again
          </Button>
        </AuthLayout>
      )
  }
}

function NewPassword({ recovery }: { recovery: Recovery }) {
  const navigate = useNavigate()
  const form = useAuthForm({
    initial: { password: '' },
    validate: { password: validate.newPassword },
    submit: async ({ password }) => {
      await recovery.setPassword(password)
      showToast({ tone: 'ok', title: 'Password changed. Sign in with it.' })
      navigate('/sign-in', { replace: true })
    },
  })
  return (
    <AuthLayout
      title="New password"
      lead={
        <>
          For <strong className="wrap-anywhere font-medium text-ink">{recovery.email}</strong>
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
        <input type="email" autoComplete="username" value={recovery.email} readOnly hidden />
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
