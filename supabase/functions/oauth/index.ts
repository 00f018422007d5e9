import { serve } from '../_shared/http/serve.ts'
import { callback } from './callback.ts'
import { handler } from './handler.ts'

const api = serve({ methods: ['POST'], handler })
const navigation = serve({ methods: ['GET'], handler: callback, isNavigation: true })
const isCallback = ({ url }: Request) => new URL(url).pathname.endsWith('/oauth/callback')

export default { fetch: (request: Request) => (isCallback(request) ? navigation : api)(request) }
