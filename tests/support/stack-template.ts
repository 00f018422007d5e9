import { existsSync } from 'node:fs'
import { copyInto } from './folders.ts'
import { placeOf } from './kept.ts'

/** Fills an empty home with that of a stack that ran once, where there is one: its database is migrated. */
export async function copyTemplate(home: string): Promise<void> {
  const template = await placeOf('home')
  if (existsSync(template)) copyInto(home, template)
}
