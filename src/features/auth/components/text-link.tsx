import { Link, type LinkProps } from 'react-router-dom'

export function TextLink(props: LinkProps) {
  return (
    <Link
      {...props}
      className="rounded-xs font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-copper"
    />
  )
}
