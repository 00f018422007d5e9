/** Where an export is written to. Nothing of it is seen before `close`. */
export interface ExportSink {
  write: (text: string) => Promise<void>
  close: () => Promise<void>
  abort: () => Promise<void>
}

type SavePicker = (options: { suggestedName: string }) => Promise<{
  createWritable: () => Promise<{
    write: (text: string) => Promise<void>
    close: () => Promise<void>
    abort: () => Promise<void>
  }>
}>

/**
 * A file that the person picks, written as it comes; where the browser has no such thing a download,
 * which it is handed whole. Null when the person picked none.
 */
export async function openSink(name: string, type: string): Promise<ExportSink | null> {
  const picker: unknown = Reflect.get(window, 'showSaveFilePicker')
  if (!isPicker(picker)) return downloadSink(name, type)
  try {
    const file = await picker({ suggestedName: name })
    return await file.createWritable()
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null
    // Forbidden here, in a frame or by a policy: it can still be downloaded.
    return downloadSink(name, type)
  }
}

function isPicker(value: unknown): value is SavePicker {
  return typeof value === 'function'
}

/** Each part is a blob, which browsers keep on disk once they are many. */
function downloadSink(name: string, type: string): ExportSink {
  let parts: Blob[] = []
  return {
    write: async (text) => void parts.push(new Blob([text])),
    close: async () => {
      const url = URL.createObjectURL(new Blob(parts, { type }))
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
      // The download has begun by then, and keeps what it needs.
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
      parts = []
    },
    abort: async () => {
      parts = []
    },
  }
}
