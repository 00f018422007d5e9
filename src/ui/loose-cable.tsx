/** A plug that hangs beside its socket: nothing is connected here. */
export function LooseCable() {
  return (
    <svg aria-hidden="true" viewBox="0 0 96 32" className="h-8 w-24" fill="none" strokeWidth="2">
      <circle cx="8" cy="10" r="5" className="stroke-copper" />
      <path
        d="M13 10h13c10 0 8 14 20 14 8 0 9-5 14-5"
        className="stroke-copper"
        strokeLinecap="round"
      />
      <circle cx="65" cy="19" r="3" className="fill-copper" />
      <circle cx="88" cy="10" r="5" className="stroke-idle" />
    </svg>
  )
}
