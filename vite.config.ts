import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { localStack } from './supabase/local/stack.ts'
import { sharedChunks } from './vite.chunks.ts'
import { clientMetadataFile } from './vite.client-metadata.ts'
import { securityHeaders } from './vite.headers.ts'
import { brandIcons } from './vite.icons.ts'
import { buildTarget } from './vite.target.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    brandIcons(),
    securityHeaders(),
    clientMetadataFile(),
    buildTarget(),
    localStack(),
  ],
  resolve: {
    alias: [
      { find: '@', replacement: path('src') },
      { find: '@contract', replacement: path('supabase/functions/_shared/contract') },
      // Its package.json names the build with the warnings for developers alone.
      {
        find: /^react-router$/,
        replacement: path('node_modules/react-router/dist/production/index.mjs'),
      },
      {
        find: /^react-router\/dom$/,
        replacement: path('node_modules/react-router/dist/production/dom-export.mjs'),
      },
    ],
  },
  build: {
    target: 'baseline-widely-available',
    manifest: true,
    rolldownOptions: { output: { codeSplitting: sharedChunks } },
  },
  server: {
    // The page and its backend are one origin; no other page has a say.
    cors: false,
    watch: { ignored: ['**/supabase/.temp/**', '**/test-results/**', '**/dist/**'] },
  },
  preview: { cors: false },
})
