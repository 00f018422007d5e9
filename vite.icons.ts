import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { catalogue } from './supabase/catalogue/catalogue.ts'
import { playgroundTypes } from './supabase/catalogue/playground.ts'

const FILE = 'icons.svg'

/** One sprite of every brand icon that the catalogue names, so that a card needs no request of its own. */
export function brandIcons(): Plugin {
  return {
    name: 'patchbay:brand-icons',
    configureServer({ middlewares }) {
      middlewares.use(`/${FILE}`, (_request, response) => {
        response.setHeader('content-type', 'image/svg+xml')
        response.end(sprite())
      })
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: sprite() })
    },
  }
}

function sprite(): string {
  const playground = playgroundTypes({
    mcpHttp: ORIGIN,
    mcpSse: ORIGIN,
    mcpCommand: { command: 'node', args: [] },
    rest: ORIGIN,
  })
  const slugs = new Set([...catalogue, ...playground].flatMap(({ icon }) => icon ?? []))
  return `<svg xmlns="http://www.w3.org/2000/svg">${[...slugs].sort().map(symbol).join('')}</svg>`
}

/** Icons do not depend on addresses. */
const ORIGIN = 'http://127.0.0.1'
const { resolve } = createRequire(import.meta.url)

function symbol(slug: string): string {
  const svg = readFileSync(resolve(`simple-icons/icons/${slug}.svg`), 'utf8')
  const path = /<path d="[^"]+"\/>/.exec(svg)?.[0]
  if (!path) throw new Error(`simple-icons' ${slug}.svg has no path.`)
  return `<symbol id="${slug}" viewBox="0 0 24 24">${path}</symbol>`
}
