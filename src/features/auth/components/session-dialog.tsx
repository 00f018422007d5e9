import { AppError } from '@/lib/errors'
import { auth } from '@/lib/supabase'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { type SessionState, validate } from '../model'
import { signOut } from '../session'
import { useAuthForm } from '../use-auth-form'
import { EmailField, PasswordField } from './fields'

type SessionDialogProps = { session: Extract<SessionState, { status: 'expired' | 'replaced' }> }

/** Stands over a page whose session is over, and lets nobody but its owner go on with it. */
export default function SessionDialog({ session }: SessionDialogProps) {
  return session.status === 'expired' ? (
    <SignInAgain email={session.account.email} />
  ) : (
    <Replaced owner={session.account.email} by={session.by.email} />
  )
}

function SignInAgain({ email }: { email: string }) {
  const form = useAuthForm({
    initial: { email, password: '' },
    validate: { email: validate.email, password: validate.password },
    submit: async (values) => {
      if (values.email.trim().toLowerCase() !== email.toLowerCase()) {
        throw new AppError(
          'forbidden',
          `This page is ${email}’s. To use another account, sign out first.`,
        )
      }
      const { error } = await auth.signInWithPassword({ email, password: values.password })
      if (error) throw error
    },
  })
  return (
    <Dialog
      isOpen
      isDismissable={false}
      onOpenChange={() => {}}
      width="narrow"
      title="Sign in again"
      description="Your session has ended. Everything on the page is as you left it."
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.alert && (
          <Alert tone="bad" role="alert">
            {form.alert}
          </Alert>
        )}
        <EmailField {...form.field('email')} error={form.errorOf('email')} />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          autoFocus
          {...form.field('password')}
          error={form.errorOf('password')}
        />
        <div className="flex flex-wrap justify-end gap-2 pt-1">
          <Button variant="ghost" onClick={signOut}>
            Sign out
          </Button>
          <Button type="submit" variant="primary" isBusy={form.isBusy}>
            Go on
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Replaced({ owner, by }: { owner: string; by: string }) {
  return (
    <Dialog
      isOpen
      isDismissable={false}
      onOpenChange={() => {}}
      width="narrow"
      title="Another account has signed in"
      footer={
        <Button variant="primary" onClick={() => location.assign('/')}>
          Go on as {by}
        </Button>
      }
    >
      <p className="wrap-anywhere text-ink-2">
        {by} signed in in another tab of this browser. This page is {owner}’s and can store nothing
        any more.
      </p>
    </Dialog>
  )
}
