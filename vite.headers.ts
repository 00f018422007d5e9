import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** What public/_headers allows for a build that could meet any hosted project. */
const ANY_PROJECT = 'https://*.supabase.co wss://*.supabase.co'

/**
 * Narrows the built `_headers` to the one project that the page was built for, and sends the same
 * headers from the preview server, so that what is tested is what is hosted.
 */
export function securityHeaders(): Plugin {
  let isPreview = false
  let connectSrc = ''
  let built = ''
  return {
    name: 'patchbay:security-headers',
    config(_config, env) {
      isPreview = env.isPreview === true
    },
    configResolved({ env, root, build, preview }) {
      const url: unknown = env.VITE_SUPABASE_URL
      connectSrc = typeof url === 'string' && url ? connectOrigins(new URL(url)) : ''
      built = resolve(root, build.outDir, '_headers')
      if (isPreview) preview.headers = { ...headersForAll(narrow(join(root, 'public/_headers'))) }
    },
    writeBundle() {
      writeFileSync(built, narrow(built))
    },
  }

  function narrow(file: string): string {
    const text = readFileSync(file, 'utf8')
    if (!text.includes(ANY_PROJECT)) throw new Error(`${file} does not allow ${ANY_PROJECT}.`)
    return text.replace(` ${ANY_PROJECT}`, connectSrc && ` ${connectSrc}`)
  }
}

function connectOrigins({ protocol, host }: URL): string {
  return `${protocol}//${host} ${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
}

/** The block `/*` of a `_headers` file: indented `Name: value` lines. */
function headersForAll(text: string): Record<string, string> {
  const [, block = ''] = /^\/\*\n((?:[ \t]+\S.*\n?)+)/m.exec(text) ?? []
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', ...value] = line.split(':')
        return [name.trim(), value.join(':').trim()]
      }),
  )
}
