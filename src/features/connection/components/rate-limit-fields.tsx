import { TextField } from './text-field'

/** At most so many tests and checks in so many seconds. */
export function RateLimitFields() {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-sm">
        Rate limit<span className="ml-1.5 font-normal text-ink-3">optional</span>
      </legend>
      <p className="mb-2 text-ink-3 text-sm">
        Patchbay tests and checks no oftener than this, whoever asks.
      </p>
      <div className="grid grid-cols-2 gap-4">
        <TextField
          name="rateLimit.requests"
          label="Requests"
          placeholder="60"
          inputMode="numeric"
          isOptional
        />
        <TextField
          name="rateLimit.perSeconds"
          label="In seconds"
          placeholder="3600"
          inputMode="numeric"
          isOptional
        />
      </div>
    </fieldset>
  )
}
