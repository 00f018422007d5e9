import { Buffer } from 'node:buffer'
import type { Client, ClientChannel } from 'ssh2'
import { abortable } from '../functions/_shared/egress/resolver.ts'
import { type Run, Stop } from '../functions/_shared/probe/run.ts'

/** What a command may print in a test: one that pours is stopped. */
const MAX_PRINTED = 1_048_576
/** Of its beginning, enough to show a line of. */
const MAX_KEPT = 4_096

interface Ended {
  status: number | null
  /** The signal that ended it (RFC 4254 §6.10), without SIG. */
  signal: string | null
}

/** Output streams that keep their beginning. */
interface Printed {
  bytes: number
  stdout: Buffer
  stderr: Buffer
}

/**
 * Runs the declared command, and gives the first line that it printed, redacted. Throws Stop
 * command_failed: refused, another exit status than 0, endless, too long, cut off.
 */
export async function runCommand(run: Run, client: Client, command: string): Promise<string> {
  const seconds = Math.round(run.deadlineMs / 1_000)
  const work = execute(client, command)
  const [{ status, signal }, printed] = await abortable(work, run.signal, () =>
    failed(`it did not end within ${seconds} s`),
  )
  if (status === 0) return firstLine(run, printed.stdout)
  const detail =
    status === null ? `it was ended by ${signal ?? 'the server'}` : `exit status ${status}`
  const said = firstLine(run, printed.stderr) || firstLine(run, printed.stdout)
  throw new Stop('command_failed', {
    detail: run.redact(detail, 80),
    ...(said === '' ? {} : { said }),
  })
}

function execute(client: Client, command: string): Promise<[Ended, Printed]> {
  const printed: Printed = { bytes: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
  return new Promise((resolve, reject) => {
    client.on('close', () => reject(failed('the connection ended before it did')))
    client.exec(command, { pty: false, x11: false }, (error, channel) => {
      if (error) return reject(failed('the server does not run commands for this key'))
      let ended: Ended | null = null
      channel.on('exit', (status: number | null, signal?: string) => {
        ended = { status, signal: signal ?? null }
      })
      channel.on('close', () =>
        ended === null
          ? reject(failed('the server did not say how it ended'))
          : resolve([ended, printed]),
      )
      // Nobody types anything: a command that reads gets the end of its input.
      channel.end()
      const note = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
        printed.bytes += chunk.length
        if (printed[name].length < MAX_KEPT) printed[name] = kept(printed[name], chunk)
        if (printed.bytes > MAX_PRINTED) stop(channel, reject)
      }
      channel.on('data', note('stdout'))
      channel.stderr.on('data', note('stderr'))
    })
  })
}

function kept(before: Buffer, chunk: Buffer): Buffer {
  return Buffer.concat([before, chunk.subarray(0, MAX_KEPT - before.length)])
}

function stop(channel: ClientChannel, reject: (reason: Stop) => void): void {
  reject(failed('it prints more than a test reads, 1 MB'))
  channel.removeAllListeners('data')
  channel.stderr.removeAllListeners('data')
  channel.destroy()
}

function firstLine({ redact }: Run, bytes: Buffer): string {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/)
  return redact(lines.find((line) => line.trim() !== '') ?? '', 160)
}

function failed(detail: string): Stop {
  return new Stop('command_failed', { detail })
}
