import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { cx } from './cx'
import { IconButton } from './icon-button'
import { Input } from './input'

/** A secret as it is typed: hidden, with a button that shows it. */
export function PasswordInput({ className, ...rest }: ComponentProps<typeof Input>) {
  const [isShown, setIsShown] = useState(false)
  return (
    <span className="relative block">
      <Input
        spellCheck={false}
        autoCapitalize="off"
        {...rest}
        type={isShown ? 'text' : 'password'}
        className={cx('pr-10', className)}
      />
      <IconButton
        label={isShown ? 'Hide what is typed' : 'Show what is typed'}
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
        className="absolute inset-y-0 right-0.5 my-auto"
      >
        {isShown ? <EyeOff /> : <Eye />}
      </IconButton>
    </span>
  )
}
