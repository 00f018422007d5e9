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
  // `ours`: what the URL has of us, and after it what is still on its way there. Navigations are
  // transitions: what is typed in the middle of one is rendered with the URL from before it.
  const [typed, setTyped] = useState({ text: inUrl, ours: [inUrl] })
  // Somebody followed a link, and it wins.
  const text = typed.ours.includes(inUrl) ? typed.text : inUrl

  useEffect(() => {
    setTyped((current) => {
      const at = current.ours.lastIndexOf(inUrl)
      if (at === 0) return current
      return at > 0 ? { ...current, ours: current.ours.slice(at) } : { text: inUrl, ours: [inUrl] }
    })
  }, [inUrl])

  const isUnwritten = text.trim() !== inUrl.trim()
  useEffect(() => {
    if (!isUnwritten) return
    const timer = setTimeout(() => {
      const value = text.trim() === '' ? '' : text
      setTyped((current) => ({ ...current, ours: [...current.ours, value] }))
      // Where the person is now, not where this render is: a click that leads to a part still being
      // loaded has moved the URL already, and writing the older one would take the click back.
      const { pathname, search } = window.location
      const next = new URLSearchParams(search)
      if (value === '') next.delete(key)
      else next.set(key, value)
      navigate({ pathname, search: `${next}` }, { replace: true })
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [isUnwritten, text, key, navigate])

  return {
    text,
    type: (text: string) => setTyped((current) => ({ ...current, text })),
    /** Empties it, for who takes it out of the URL himself. */
    forget: () => setTyped(({ ours }) => ({ text: '', ours: [...ours, ''] })),
  }
}
