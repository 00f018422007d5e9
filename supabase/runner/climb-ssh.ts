import type { Socket } from 'node:net'
import type { SshConfig } from '../functions/_shared/contract/config.ts'
import type { Evidence, SshFacts } from '../functions/_shared/contract/report.ts'
import { EgressError } from '../functions/_shared/egress/egress-error.ts'
import { stageOf } from '../functions/_shared/probe/ladder.ts'
import type { RunnerClimbs } from '../functions/_shared/probe/probe.ts'
import { type Run, reachEvidence, Stop, stopFor } from '../functions/_shared/probe/run.ts'
import { runCommand } from './ssh-command.ts'
import { sshKeyOf } from './ssh-key.ts'
import { openSession } from './ssh-session.ts'

/** Climbs from `configure` to the top: connects, knows the host, signs in, runs what is declared. */
export const climbSsh: RunnerClimbs['ssh'] = async (run, config, secrets): Promise<SshFacts> => {
  const key = sshKeyOf(secrets)
  const socket = await reach(run, config)
  const { client, software, hostKey } = await openSession(run, config, key, socket)
  const { command } = config
  const output = command === undefined ? null : await runCommand(run, client, command)
  run.ladder.pass('use', command === undefined ? NO_COMMAND : ran(run, command, output ?? ''))
  return {
    kind: 'ssh',
    server: { name: run.redact(software, 100) },
    host_key: { type: run.redact(hostKey.type, 60), fingerprint: hostKey.fingerprint },
    command: output === null ? null : { exit_status: 0, output },
  }
}

const NO_COMMAND: Evidence[] = [{ label: 'Command', value: 'None is declared' }]

function ran({ redact }: Run, command: string, output: string): Evidence[] {
  return [
    { label: 'Command', value: redact(command, 160) },
    { label: 'Exit status', value: '0' },
    ...(output === '' ? [] : [{ label: 'Output', value: output }]),
  ]
}

/** As over HTTP: `configure` ends when the look-up starts, though only the look-up may forbid the host. */
async function reach(run: Run, { host, port }: SshConfig): Promise<Socket> {
  const { ladder, phases } = run
  const hostname = hostnameOf(host)
  const startedAt = performance.now()
  const configured = () =>
    ladder.pass('configure', [{ label: 'Configuration', value: 'Valid' }], startedAt)
  try {
    const socket = await run.egress.dial(hostname, port)
    configured()
    ladder.pass('reach', reachEvidence(phases))
    return socket
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    if (stageOf(error.code) !== 'configure') configured()
    throw stopFor(error, run)
  }
}

/** As in a URL, where octal, hex and Unicode hosts are canonical: egress judges only those. */
function hostnameOf(host: string): string {
  const address = `http://${host.includes(':') ? `[${host}]` : host}`
  if (URL.canParse(address)) return new URL(address).hostname
  throw new Stop('config_invalid', { detail: 'host: it is no host name or address' })
}
