import { TextField } from './text-field'

type Name =
  | 'apiKey.help'
  | 'basic.help'
  | 'jwt.help'
  | 'jwt.keyHelp'
  | 'oauth.help'
  | 'certificate.help'

type HelpFieldsProps = {
  name: Name
  /** What is asked for, as the label of its name: "Name of the key". */
  label: string
  example: string
  /** False where the form shows no example: nobody types it. */
  hasExample?: boolean
}

/** What the form says where a secret goes in: its name, how one looks, where it is made. */
export function HelpFields({ name, label, example, hasExample = true }: HelpFieldsProps) {
  return (
    <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
      <TextField name={`${name}.label`} label={label} />
      {hasExample && (
        <TextField
          name={`${name}.example`}
          label="How one looks"
          placeholder={example}
          isOptional
        />
      )}
      <TextField
        name={`${name}.url`}
        label="Where it is made"
        placeholder="https://acme.dev/keys"
        inputMode="url"
        isCode
        isOptional
      />
      <TextField
        name={`${name}.hint`}
        label="Hint"
        placeholder="Settings → API → New key"
        isOptional
        className={hasExample ? '' : 'sm:col-span-2'}
      />
    </div>
  )
}
