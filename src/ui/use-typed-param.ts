import { useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'

const TYPING_PAUSE_MS = 250

/**
 * A parameter of the URL that is typed: what is typed counts at once and follows into the URL when
 * the person pauses. Each change replaces the history entry: Back leaves the page, not one letter.
 */
export function useTypedParam(key: string) {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const inUrl = params.get(key) ?? ''
  const [typed, setTyped] = useState({ text: inUrl, inUrl, written: inUrl })

  // The URL's words have changed. Not by us: somebody followed a link, and it wins.
  if (inUrl !== typed.inUrl) {
    const text = inUrl === typed.written ? typed.text : inUrl
    setTyped({ text, inUrl, written: inUrl })
  }

  const isUnwritten = typed.text.trim() !== inUrl.trim()
  useEffect(() => {
    if (!isUnwritten) return
    const timer = setTimeout(() => {
      setTyped((current) => ({ ...current, written: typed.text }))
      // Where the person is now, not where this render is: a click that leads to a part still being
      // loaded has moved the URL already, and writing the older one would take the click back.
      const { pathname, search } = window.location
      const next = new URLSearchParams(search)
      if (typed.text.trim() === '') next.delete(key)
      else next.set(key, typed.text)
      navigate({ pathname, search: `${next}` }, { replace: true })
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [isUnwritten, typed.text, key, navigate])

  return {
    text: typed.text,
    type: (text: string) => setTyped((current) => ({ ...current, text })),
    /** Empties it, for who takes it out of the URL himself. */
    forget: () => setTyped((current) => ({ ...current, text: '', written: '' })),
  }
}
