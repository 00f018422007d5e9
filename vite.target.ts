import { loadEnv, type Plugin } from 'vite'

/** In the built folder: what backend the page was built for, which is baked into its scripts. */
const BUILT_FOR = '.vite/built-for.json'

/** Lets every build say what it was made for, so that `npm start` serves no page of another backend. */
export function buildTarget(): Plugin {
  let target = ''
  return {
    name: 'patchbay:build-target',
    configResolved({ mode, root }) {
      target = JSON.stringify(loadEnv(mode, root, 'VITE_SUPABASE_'))
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: BUILT_FOR, source: target })
    },
  }
}
