// The way to the mail server. Assumes that whoever runs the functions named it in their settings:
// where it is is not judged, it may be in a private network.
import { connect, type TLSSocket } from 'node:tls'

/** A connection that is encrypted, its certificate checked. Rejects after `withinMs`, or as node:tls has it. */
export function securedMailSocket(
  host: string,
  port: number,
  withinMs: number,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const giveUp = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    const socket = connect({ host, port, servername: host }, () => {
      clearTimeout(timer)
      socket.off('error', giveUp)
      resolve(socket)
    })
    socket.once('error', giveUp)
    const timer = setTimeout(() => giveUp(new Error('no connection in time')), withinMs)
  })
}
