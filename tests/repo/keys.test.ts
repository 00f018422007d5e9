import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { createKeyring } from '../../supabase/functions/_shared/sealing/keyring.ts'

it('`npm run keys` prints a new SEALING_KEYS that the functions take, different each time', () => {
  const print = () => execFileSync('npm', ['run', '-s', 'keys'], { encoding: 'utf8' })
  const [first, second] = [print(), print()].map((line) =>
    createKeyring(line.trim().replace(/^SEALING_KEYS=/, '')),
  )
  expect(first?.publicKeys.keys).toHaveLength(1)
  expect(second?.publicKeys.keys[0]?.x).not.toBe(first?.publicKeys.keys[0]?.x)
})
