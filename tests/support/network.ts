import { setupServer } from 'msw/node'

/** The wire, in unit tests. A request that no test expected fails it. */
export const network = setupServer()
