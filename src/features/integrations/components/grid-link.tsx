import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router-dom'
import { type GridTarget, gridLocation } from '../grid-location'

type GridLinkProps = { to: GridTarget; className?: string; label?: string; children: ReactNode }

/** Leads to what lies over the grid, and keeps the filters. Reads the URL, so that cards need not. */
export function GridLink({ to, className, label, children }: GridLinkProps) {
  const { search } = useLocation()
  return (
    <Link to={gridLocation(search, to)} className={className} aria-label={label}>
      {children}
    </Link>
  )
}
