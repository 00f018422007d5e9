/** Two sockets and the cable between them. */
export function Logo({ className = 'size-6' }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      className={`shrink-0 stroke-copper ${className}`}
    >
      <circle cx="4.75" cy="6.25" r="2.75" />
      <path d="M7.5 6.25h4c5.5 0-1 11.5 4.5 11.5h.5" />
      <circle cx="19.25" cy="17.75" r="2.75" />
    </svg>
  )
}
