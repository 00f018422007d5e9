import { useEffect, useRef } from 'react'

/**
 * After each refused submit: opens the sections that have an error in them and goes to the first, in
 * the order of the page (react-hook-form's own is the order in which fields were first shown).
 */
export function useFirstError(submitCount: number) {
  const formRef = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (submitCount === 0) return
    const wrong = formRef.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? []
    for (const field of wrong) openSection(field)
    wrong[0]?.focus()
  }, [submitCount])
  return formRef
}

/** Leads to a field by its name, be its section closed. */
export function leadTo(form: HTMLFormElement | null, name: string): void {
  const field = form?.elements.namedItem(name)
  if (!(field instanceof HTMLElement)) return
  openSection(field)
  field.focus()
}

function openSection(field: HTMLElement): void {
  const section = field.closest('details')
  if (section) section.open = true
}
