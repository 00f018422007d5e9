import { dataClient } from '@/lib/data-client'
import { env } from '@/lib/env'
import { authorizedFetch, ownerId } from '@/lib/supabase'
import { IntegrationService } from './integration-service'

/** The page's one IntegrationService, on the signed-in person's session. */
export const integrationService = new IntegrationService({
  db: dataClient,
  functionsUrl: `${env.supabaseUrl}/functions/v1`,
  fetch: authorizedFetch,
  ownerId,
})
