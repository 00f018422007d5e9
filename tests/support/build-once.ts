import * as vite from 'vite'
import { buildIfStale } from '../../supabase/local/build-if-stale.mjs'

/** Before stacks start side by side: each of them would build the page, and into the same folder. */
export default function buildOnce(): Promise<void> {
  return buildIfStale(vite)
}
