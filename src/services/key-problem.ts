/** Why what was pasted cannot be used. The message is a sentence for the field. */
export class KeyProblem extends Error {
  override readonly name = 'KeyProblem'

  constructor(
    readonly field: 'certificate' | 'key' | 'passphrase' | 'ca',
    message: string,
  ) {
    super(message)
  }
}

export function wrongPassphrase(): KeyProblem {
  return new KeyProblem('passphrase', 'This passphrase does not open the key.')
}
