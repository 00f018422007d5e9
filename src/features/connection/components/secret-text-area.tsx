import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { type FieldPathByValue, useFormContext } from 'react-hook-form'
import { Button } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Field } from '@/ui/field'
import { TextArea } from '@/ui/text-area'
import type { ConnectionValues } from '../model'
import { NO_MANAGERS } from './secret-input'

/** No key and no certificate chain is larger; a video dropped by mistake is. */
const MAX_FILE_BYTES = 64 * 1024

type SecretTextAreaProps = {
  name: FieldPathByValue<ConnectionValues, string>
  label: string
  /** False where a stored one stays when nothing is typed. */
  isRequired: boolean
  isOptional?: boolean
  placeholder: string
  hint?: ReactNode
  /** What files of it are usually called: `.pem,.crt`. */
  accept: string
  /** What is wrong there may hang on this one, and is looked at again. */
  deps?: FieldPathByValue<ConnectionValues, string>[]
}

/** A secret of several lines: pasted, chosen as a file, or dropped as one. */
export function SecretTextArea({
  name,
  label,
  isRequired,
  isOptional = false,
  placeholder,
  hint,
  accept,
  deps = [],
}: SecretTextAreaProps) {
  const { register, setValue, formState, getFieldState } = useFormContext<ConnectionValues>()
  const picker = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > MAX_FILE_BYTES) {
      return setProblem(`${file.name} is too large to be one. Choose the file of the ${label}.`)
    }
    try {
      const text = await file.text()
      setProblem(null)
      setValue(name, text, { shouldDirty: true, shouldTouch: true, shouldValidate: true })
    } catch {
      setProblem(`${file.name} could not be read. Choose it again, or paste what is in it.`)
    }
  }

  function drop(event: DragEvent) {
    setIsOver(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }

  const { onChange, ...field } = register(name, { deps })
  return (
    <Field
      label={label}
      isOptional={isOptional}
      error={problem ?? getFieldState(name, formState).error?.message}
      hint={
        <>
          {hint && <div className="mb-1.5">{hint}</div>}
          <Button size="sm" onClick={() => picker.current?.click()}>
            Choose a file<span className="sr-only"> for {label}</span>
          </Button>
          <input
            ref={picker}
            type="file"
            accept={accept}
            hidden
            onChange={({ target }) => {
              void take(target.files?.[0])
              // So that the same file can be chosen again once it was corrected.
              target.value = ''
            }}
          />
        </>
      }
    >
      {(control) => (
        <TextArea
          {...control}
          {...field}
          {...NO_MANAGERS}
          onChange={(event) => {
            setProblem(null)
            return onChange(event)
          }}
          aria-required={isRequired}
          rows={4}
          placeholder={placeholder}
          autoComplete="off"
          onDragOver={(event) => {
            event.preventDefault()
            setIsOver(true)
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={drop}
          className={cx('text-xs leading-5', isOver && 'border-copper bg-sunken')}
        />
      )}
    </Field>
  )
}
