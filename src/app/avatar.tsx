export function Avatar({ email }: { email: string }) {
  return (
    <span
      aria-hidden="true"
      className="-ml-0.5 grid size-5.5 shrink-0 place-items-center rounded-full bg-copper-soft font-semibold text-[0.6875rem] text-copper uppercase max-lg:m-0"
    >
      {email.slice(0, 1)}
    </span>
  )
}
