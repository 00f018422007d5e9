import type { ReactNode } from 'react'
import { env } from '@/lib/env'
import { AuthLayout } from './auth-layout'
import { LINK_CLASS, TextLink } from './text-link'

type MailSentProps = { title: string; email: string; children: ReactNode }

export function MailSent({ title, email, children }: MailSentProps) {
  // The embedded backend serves page and API from one origin, and shows mails instead of sending them.
  const isEmbedded = new URL(env.supabaseUrl).origin === location.origin
  return (
    <AuthLayout title={title} footer={<TextLink to="/sign-in">Back to sign in</TextLink>}>
      <div role="status" className="flex flex-col gap-3">
        <p className="wrap-anywhere">
          If nothing stands against it, a mail to <strong className="font-semibold">{email}</strong>{' '}
          is on its way. {children}
        </p>
        <p className="text-ink-2">
          {isEmbedded ? (
            <>
              This Patchbay runs on its own machine and sends no mail. Read it in the{' '}
              <a href="/local/mail" target="_blank" rel="noreferrer" className={LINK_CLASS}>
                local mailbox
              </a>
              .
            </>
          ) : (
            'Nothing there after a few minutes? Look in the spam folder.'
          )}
        </p>
      </div>
    </AuthLayout>
  )
}
