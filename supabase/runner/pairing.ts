import { hostname } from 'node:os'
import manifest from '../../package.json' with { type: 'json' }
import { codeIn, type RunArguments } from './arguments.ts'
import { type Pairing, readPairing, writePairing } from './home.ts'
import { pair, Unreachable } from './hub.ts'
import { RunnerError } from './runner-error.ts'
import { ask, isTerminal } from './terminal.ts'

/**
 * Whose runner this is: as it was paired, or with a code that is given or asked for.
 *
 * @throws RunnerError saying what is missing.
 */
export async function pairingOf(
  home: string,
  given: RunArguments,
  signal: AbortSignal,
): Promise<Pairing> {
  const known = readPairing(home)
  if (known && given.url !== null && given.url !== known.url) {
    throw new RunnerError(
      `${home} belongs to the runner of ${known.url}: name another folder for this one with --home.`,
    )
  }
  if (known && given.code === null) return { ...known, key: given.key ?? known.key }
  const url = given.url ?? known?.url
  if (url === undefined) {
    throw new RunnerError('Say whose runner this is: --url https://<project>.supabase.co')
  }
  const project = { url, key: given.key ?? known?.key ?? null }
  const code = given.code ?? (await askForCode(signal))
  const about = {
    code,
    name: (given.name ?? hostname()).slice(0, 80) || 'runner',
    platform: `${process.platform} ${process.arch}`,
    version: manifest.version,
  }
  try {
    const { token } = await pair(project, about)
    const pairing = { ...project, token }
    writePairing(home, pairing)
    return pairing
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    throw new RunnerError(`${url} cannot be asked: ${error.message}.`)
  }
}

async function askForCode(signal: AbortSignal): Promise<string> {
  if (!isTerminal()) {
    throw new RunnerError(
      'This runner is not paired: get a code under Settings → Runners, and give it with --code.',
    )
  }
  return codeIn((await ask('Code, from Settings → Runners: ', signal)) ?? '')
}
