import { required } from '../db/environment.ts'
import { createKeyring, type Keyring } from './keyring.ts'

let loaded: Keyring | undefined

/** The keyring of this project, from SEALING_KEYS, parsed once a process. */
export function projectKeyring(): Keyring {
  loaded ??= createKeyring(required((name) => Deno.env.get(name), 'SEALING_KEYS'))
  return loaded
}
