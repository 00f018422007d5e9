import { Link, type LinkProps } from 'react-router-dom'

export const LINK_CLASS =
  'rounded-xs font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-copper'

export function TextLink(props: LinkProps) {
  return <Link {...props} className={LINK_CLASS} />
}
