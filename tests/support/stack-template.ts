import { existsSync } from 'node:fs'
import { placeOf } from './kept.ts'
import { copyInto } from './scratch.ts'

/** Fills an empty home with that of a stack that ran once, where there is one: its database is migrated. */
export async function copyTemplate(home: string): Promise<void> {
  const template = await placeOf('home')
  if (existsSync(template)) copyInto(home, template)
}
