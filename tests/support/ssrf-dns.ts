import { createSocket } from 'node:dgram'
import ipaddr from 'ipaddr.js'

/** Where names lead: each answer once, and the last one for ever. */
export type Zone = ReadonlyMap<string, readonly (readonly string[])[]>

/**
 * A name server (RFC 1035) on UDP port 53 of every address. A name's answers change from one look-up
 * to the next, the look-ups of A and AAAA being one. Nothing may be kept: the time to live is 0.
 */
export async function startNameServer(zone: Zone): Promise<{ close: () => void }> {
  const asked = new Map<string, number>()
  const socket = createSocket({ type: 'udp6', ipv6Only: false })
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query)
    const count = asked.get(`${type} ${name}`) ?? 0
    asked.set(`${type} ${name}`, count + 1)
    const answers = zone.get(name)
    const answer = answers?.[Math.min(count, answers.length - 1)]
    socket.send(replyTo(query.subarray(0, end), type, answer), port, address)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(53, '::', resolve)
  })
  return { close: () => socket.close() }
}

const A = 1
const AAAA = 28

/** `end` is where the question ends. */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function replyTo(question: Buffer, type: number, addresses: readonly string[] | undefined): Buffer {
  const records = (addresses ?? [])
    .map((address) => Buffer.from(ipaddr.parse(address).toByteArray()))
    .filter(({ length }) => type === (length === 4 ? A : AAAA))
    .map((bytes) => {
      const head = Buffer.alloc(12)
      head.writeUInt16BE(0xc00c, 0) // the question's name
      head.writeUInt16BE(type, 2)
      head.writeUInt16BE(1, 4) // IN
      head.writeUInt16BE(bytes.length, 10)
      return Buffer.concat([head, bytes])
    })
  const header = Buffer.from(question.subarray(0, 12))
  // QR, RD, RA; NXDOMAIN where there is no such name.
  header.writeUInt16BE(addresses === undefined ? 0x8183 : 0x8180, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, question.subarray(12), ...records])
}
