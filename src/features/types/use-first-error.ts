import { useEffect, useRef } from 'react'

/** After each refused submit: goes to the first field that is wrong, in the order of the page. */
export function useFirstError(submitCount: number) {
  const formRef = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (submitCount === 0) return
    const wrong = formRef.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? []
    for (const field of wrong) {
      const section = field.closest('details')
      if (section) section.open = true
    }
    wrong[0]?.focus()
  }, [submitCount])
  return formRef
}
