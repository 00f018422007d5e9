import type { Plugin } from 'vite'
import {
  CLIENT_METADATA_PATH,
  callbackUrl,
  clientMetadataDocument,
} from './supabase/functions/_shared/oauth/client-metadata.ts'

/**
 * Writes the document by which authorization servers know Patchbay without a registration. It names
 * its own address and the project's callback, so both must be known when the page is built: without
 * VITE_PAGE_URL there is none, nor for the embedded stack, whose page is on no https address.
 */
export function clientMetadataFile(): Plugin {
  let source: string | null = null
  return {
    name: 'patchbay:client-metadata',
    configResolved({ env }) {
      const { VITE_PAGE_URL: page, VITE_SUPABASE_URL: project }: Record<string, unknown> = env
      if (!page || typeof project !== 'string' || project === '') return
      const document = clientMetadataDocument(originOf(page), callbackUrl(project))
      source = `${JSON.stringify(document, null, 2)}\n`
    },
    generateBundle() {
      if (source === null) return
      this.emitFile({ type: 'asset', fileName: CLIENT_METADATA_PATH.slice(1), source })
    },
  }
}

function originOf(text: unknown): string {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url.origin
  throw new Error(
    'VITE_PAGE_URL is the https address that the page will have, without a path: https://hub.example.com',
  )
}
