import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'

const SAID_MS = 2_000

type CopyButtonProps = {
  text: string
  /** What is copied, for the ear: "the command". */
  what: string
}

/** Puts a text into the clipboard and says so. Where the browser does not let it, it says that. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [said, setSaid] = useState<'Copied' | 'Copy it by hand' | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])

  function copy() {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Copy it by hand'),
    )
  }
  return (
    <Button size="sm" onClick={copy}>
      {said === 'Copied' ? (
        <Check aria-hidden="true" className="size-3.5" />
      ) : (
        <Copy aria-hidden="true" className="size-3.5" />
      )}
      <span>
        <span role="status">{said}</span>
        {said === null && (
          <>
            Copy <span className="sr-only">{what}</span>
          </>
        )}
      </span>
    </Button>
  )
}
