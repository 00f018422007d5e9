import { createServer } from 'node:net'
import { StartError } from './start-error.mjs'

const DEFAULT_PORT = 5179

/** PORT, or the default; 0 takes any free one. Asked before anything slow is done. */
export async function choosePort(wanted = process.env.PORT || String(DEFAULT_PORT)) {
  const port = Number(wanted)
  if (!/^\d+$/.test(wanted) || port > 65_535) {
    throw new StartError(`PORT is "${wanted}": set it to a number from 0 to 65535.`)
  }
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new StartError(sentence(port, error))))
    probe.listen(port, '127.0.0.1', () => {
      const { port: free } = probe.address()
      probe.close(() => resolve(free))
    })
  })
}

function sentence(port, error) {
  return error.code === 'EADDRINUSE'
    ? `Port ${port} is taken by another program: stop it, or choose another port, as in PORT=${port + 1} npm start.`
    : `Port ${port} cannot be opened (${error.code}): choose another, as in PORT=${DEFAULT_PORT} npm start.`
}
