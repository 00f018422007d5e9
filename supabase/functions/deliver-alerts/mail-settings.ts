import type { MailSettings } from './send-mail.ts'

/** SMTP_URL and SMTP_FROM; null where mail is not set up. */
export function readMailSettings(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): MailSettings | null {
  const [url, from] = [get('SMTP_URL'), get('SMTP_FROM')]
  return url && from ? { url, from } : null
}
