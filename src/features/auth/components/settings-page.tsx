import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import { setTheme, useTheme } from '@/lib/theme'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { PageHeader } from '@/ui/page-header'
import { SegmentedControl } from '@/ui/segmented-control'
import { signOut, useSession } from '../session'
import { ChangePasswordForm } from './change-password-form'

export default function SettingsPage() {
  const session = useSession()
  const theme = useTheme()
  if (!('account' in session)) return null
  const { email } = session.account
  return (
    <div className="flex max-w-[760px] flex-col gap-8">
      <PageHeader title="Settings" />
      <Section title="Account" lead="Who you are on this Patchbay.">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="wrap-anywhere min-w-0 font-medium">{email}</p>
          <Button onClick={signOut}>Sign out</Button>
        </div>
      </Section>
      <Section title="Appearance" lead="Kept in this browser.">
        <SegmentedControl
          label="Theme"
          isLabelHidden
          value={theme}
          onValueChange={setTheme}
          options={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </Section>
      <Section title="Alerts" lead="Where they are sent, and when not.">
        <Link to="/settings/alerts" className={buttonClass()}>
          Show channels
        </Link>
      </Section>
      <Section title="Runners" lead="For commands, SSH and client certificates.">
        <Link to="/settings/runners" className={buttonClass()}>
          Show runners
        </Link>
      </Section>
      <Section title="Password" lead="Your other devices stay signed in.">
        <ChangePasswordForm email={email} />
      </Section>
    </div>
  )
}

type SectionProps = { title: string; lead: string; children: ReactNode }

function Section({ title, lead, children }: SectionProps) {
  return (
    <section className="grid gap-x-8 gap-y-4 border-line border-t pt-6 md:grid-cols-[200px_1fr]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="text-ink-2 text-sm">{lead}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
