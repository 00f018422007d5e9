import { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from './database.types'
import { env } from './env'
import { authorizedFetch } from './supabase'

/** The data API in the signed-in person's name. Row level security decides what it sees. */
export const dataClient = new PostgrestClient<Database>(`${env.supabaseUrl}/rest/v1`, {
  // The query client retries, and knows when it is worth it: both would wait half a minute to say so.
  retry: false,
  fetch: (input, init) => authorizedFetch(input, init),
})
