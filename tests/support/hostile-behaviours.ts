import type { RequestListener } from 'node:http'
import { type Certificate, startUpstream } from './upstream-server.ts'

export const http = (listener: RequestListener) => () => startUpstream(listener)
export const https = (certificate: Certificate) => () =>
  startUpstream((_, response) => response.end('{}'), certificate)
/** Writes `chunk` as fast as it is taken, up to `total` bytes, or for ever. */
export function pour(chunk: Buffer, total = Number.POSITIVE_INFINITY): RequestListener {
  return (_, response) => {
    let sent = 0
    const more = () => {
      while (!response.destroyed && sent < total) {
        sent += chunk.length
        if (!response.write(chunk)) return
      }
      response.end()
    }
    response.on('drain', more)
    more()
  }
}

export const json: RequestListener = (_, response) =>
  response.setHeader('content-type', 'application/json')
export const events: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}
export const both =
  (first: RequestListener, second: RequestListener): RequestListener =>
  (request, response) => {
    first(request, response)
    second(request, response)
  }
export const slowly =
  (text: string): RequestListener =>
  (_, response) => {
    const timer = setInterval(() => response.write(text), 500)
    response.on('close', () => clearInterval(timer))
  }
export const page: RequestListener = (_, response) => {
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>Welcome</title>')
}
