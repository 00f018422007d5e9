import { told } from '@/lib/told'

/** What went wrong, for an alert: the sentence, and small below it what to name when one asks us. */
export function ErrorText({ error }: { error: unknown }) {
  const { sentence, requestId } = told(error)
  return (
    <>
      {sentence}
      {requestId && (
        <span className="mt-1 block font-mono text-ink-2 text-xs">Request id {requestId}</span>
      )}
    </>
  )
}
