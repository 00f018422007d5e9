import type { ClipboardEvent, ReactNode } from 'react'
import { type FieldPath, useFormContext } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Input } from '@/ui/input'
import type { ConnectionValues } from '../model'

type TextFieldProps = {
  name: FieldPath<ConnectionValues>
  label: ReactNode
  hint?: ReactNode
  placeholder?: string | undefined
  isOptional?: boolean
  isCode?: boolean
  inputMode?: 'text' | 'url' | 'numeric'
  className?: string
  onPaste?: ((event: ClipboardEvent<HTMLInputElement>) => void) | undefined
}

/** One line of the form that is not secret. */
export function TextField({
  name,
  label,
  hint,
  isOptional,
  className,
  placeholder,
  isCode,
  inputMode,
  onPaste,
}: TextFieldProps) {
  const { register, formState, getFieldState } = useFormContext<ConnectionValues>()
  return (
    <Field
      label={label}
      hint={hint}
      isOptional={isOptional ?? false}
      className={className ?? ''}
      error={getFieldState(name, formState).error?.message}
    >
      {(control) => (
        <Input
          {...control}
          {...register(name)}
          placeholder={placeholder}
          isCode={isCode ?? false}
          inputMode={inputMode}
          autoComplete="off"
          onPaste={onPaste}
        />
      )}
    </Field>
  )
}
