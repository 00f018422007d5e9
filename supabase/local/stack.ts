import type { AddressInfo } from 'node:net'
import { join, sep } from 'node:path'
import { loadEnv, type Plugin, type PreviewServer, type ViteDevServer } from 'vite'
import { askDemo } from './ask-demo.ts'
import type { EmbeddedStack } from './embedded-stack.ts'
import { keepConnections } from './keep-connections.mjs'
import { PUBLISHABLE_KEY } from './publishable-key.ts'
import { StartError } from './start-error.mjs'

/** What the stack answers; every other path is the page's. */
const STACK_PATH = /^\/((auth|rest|functions)\/v1(\/|\?|$)|local\/(mail|sealing-keys|demo)(\?|$))/

export interface LocalStackApi {
  /** What the page talks to: the embedded stack, or a Supabase project. */
  backend: () => 'embedded' | 'supabase'
  /** Settles when every part can be used. */
  ready: () => Promise<unknown>
  /** Has the running stack make the demo account anew; null where none runs. */
  demo: typeof askDemo
}

/**
 * Brings the whole backend up beside Vite's dev or preview server, on its origin. With
 * VITE_SUPABASE_URL and VITE_SUPABASE_ANON_KEY set it does nothing at all.
 */
export function localStack(): Plugin<LocalStackApi> {
  let isEmbedded = true
  let stack: Promise<EmbeddedStack | null> = Promise.resolve(null)

  const attach = (server: ViteDevServer | PreviewServer) => {
    const { httpServer, middlewares, config } = server
    // Without a listening server (Vitest) there is nobody to serve.
    if (!isEmbedded || !httpServer) return
    keepConnections(httpServer)
    stack = new Promise<AddressInfo>((listening) => {
      httpServer.once('listening', () => listening(httpServer.address() as AddressInfo))
    }).then(async ({ port }) => {
      const { startEmbeddedStack } = await import('./embedded-stack.ts')
      return startEmbeddedStack(config.root, port, (message) => config.logger.warn(message))
    })
    stack.catch(() => {})
    middlewares.use((request, response, next) => {
      if (!STACK_PATH.test(request.url ?? '')) return next()
      stack.then((running) => running?.handle(request, response)).catch(next)
    })
  }
  const stop = async () => {
    const running = await stack.catch(() => null)
    await running?.stop()
  }

  return {
    name: 'patchbay:local-stack',
    api: {
      backend: () => (isEmbedded ? 'embedded' : 'supabase'),
      ready: () => stack,
      demo: askDemo,
    },
    config({ root = process.cwd() }, { mode }) {
      const env = loadEnv(mode, root, 'VITE_SUPABASE_')
      isEmbedded = !env.VITE_SUPABASE_URL
      if (isEmbedded !== !env.VITE_SUPABASE_ANON_KEY) {
        throw new StartError(
          'Set both VITE_SUPABASE_URL and VITE_SUPABASE_ANON_KEY for a Supabase project, or neither for the embedded backend.',
        )
      }
      if (!isEmbedded) return
      return {
        define: {
          'import.meta.env.VITE_SUPABASE_URL': 'window.location.origin',
          'import.meta.env.VITE_SUPABASE_ANON_KEY': JSON.stringify(PUBLISHABLE_KEY),
        },
      }
    },
    configureServer(server) {
      attach(server)
      const functions = join(server.config.root, 'supabase/functions') + sep
      server.watcher.on('all', (_event, file) => {
        if (file.startsWith(functions)) stack.then((running) => running?.reloadFunctions())
      })
    },
    configurePreviewServer: attach,
    closeServer: stop,
    closePreviewServer: stop,
  }
}
