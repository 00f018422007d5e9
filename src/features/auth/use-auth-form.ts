import { type ChangeEvent, type FormEvent, useRef, useState } from 'react'
import { type AppError, toAppError } from '@/lib/errors'

type AuthFormOptions<Name extends string> = {
  initial: Record<Name, string>
  validate: Record<Name, (text: string) => string | undefined>
  /** Throws what went wrong. */
  submit: (values: Record<Name, string>) => Promise<void>
}

/**
 * The few fields of an auth form: checked when left, all kept when sending fails, one sending at a
 * time. By hand, as a form library would be a tenth of what the sign-in page may weigh.
 */
export function useAuthForm<Name extends string>({
  initial,
  validate,
  submit,
}: AuthFormOptions<Name>) {
  const [values, setValues] = useState(initial)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [failure, setFailure] = useState<AppError | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const isSending = useRef(false)

  const fieldErrors = failure?.fields ?? {}
  const problemOf = (name: Name) => validate[name](values[name])

  function field(name: Name) {
    return {
      name,
      value: values[name],
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        setValues({ ...values, [name]: event.target.value })
        if (fieldErrors[name]) setFailure(null)
      },
      onBlur: () => {
        if (values[name] !== '') setLeft(new Set(left).add(name))
      },
    }
  }

  function errorOf(name: Name): string | undefined {
    return (left.has(name) ? problemOf(name) : undefined) ?? fieldErrors[name]
  }

  async function send(form: HTMLFormElement) {
    const names = Object.keys(initial) as Name[]
    setLeft(new Set(names))
    const wrong = names.find(problemOf)
    if (wrong) {
      form.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus()
      return
    }
    isSending.current = true
    setIsBusy(true)
    setFailure(null)
    try {
      await submit(values)
    } catch (thrown) {
      setFailure(toAppError(thrown))
    } finally {
      isSending.current = false
      setIsBusy(false)
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!isSending.current) void send(event.currentTarget)
  }

  /** What belongs to no field of this form. */
  const alert =
    failure && !Object.keys(fieldErrors).some((name) => name in initial) ? failure.message : null
  return { field, errorOf, alert, isBusy, onSubmit, values }
}
