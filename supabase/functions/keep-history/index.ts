import { serve } from '../_shared/http/serve.ts'
import { handler } from './handler.ts'

export default { fetch: serve({ methods: ['POST'], handler }) }
