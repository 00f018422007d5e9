/** As in supabase/lite.toml: what the page sends to the embedded backend. Public, like every such key. */
export const PUBLISHABLE_KEY = 'sb_publishable_patchbay-local'
