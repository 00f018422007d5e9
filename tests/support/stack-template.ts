import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, fingerprint } from './kept.ts'

/** The home of a stack that ran once: its database is migrated, which is most of what a start takes. */
export async function templateHome(): Promise<string> {
  return join(CACHE, `home-${await fingerprint()}`)
}

/** Fills an empty home, where there is a template. */
export async function copyTemplate(home: string): Promise<void> {
  const template = await templateHome()
  if (existsSync(template)) cpSync(template, home, { recursive: true })
}
