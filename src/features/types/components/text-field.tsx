import type { ReactNode } from 'react'
import { type FieldPathByValue, useFormContext } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Input } from '@/ui/input'
import { TextArea } from '@/ui/text-area'
import type { TypeValues } from '../values'

type TextFieldProps = {
  name: FieldPathByValue<TypeValues, string>
  label: ReactNode
  hint?: ReactNode
  placeholder?: string
  isOptional?: boolean
  isCode?: boolean
  inputMode?: 'text' | 'url' | 'numeric'
  /** More than one: a text area of so many lines. */
  lines?: number
  className?: string
}

/** A text of the form. */
export function TextField({
  name,
  label,
  hint,
  placeholder,
  isOptional = false,
  isCode = false,
  inputMode,
  lines = 1,
  className = '',
}: TextFieldProps) {
  const { register, formState, getFieldState } = useFormContext<TypeValues>()
  const { error, isTouched } = getFieldState(name, formState)
  return (
    <Field
      label={label}
      hint={hint}
      isOptional={isOptional}
      className={className}
      // A row that was just added is empty, not wrong.
      error={isTouched || formState.isSubmitted ? error?.message : undefined}
    >
      {(control) =>
        lines > 1 ? (
          <TextArea
            {...control}
            {...register(name)}
            wrap="off"
            rows={lines}
            placeholder={placeholder}
          />
        ) : (
          <Input
            {...control}
            {...register(name)}
            placeholder={placeholder}
            isCode={isCode}
            inputMode={inputMode}
            autoComplete="off"
          />
        )
      }
    </Field>
  )
}
