// Run by Deno. Makes tests where a person started it: see HELP in arguments.ts.
import { createApprovals } from './approvals.ts'
import { HELP, parseArguments, type RunArguments } from './arguments.ts'
import { addApproved, folderOf, forgetPairing } from './home.ts'
import { connectHub, Revoked } from './hub.ts'
import { pairingOf } from './pairing.ts'
import { runJob } from './run-job.ts'
import { RunnerError } from './runner-error.ts'
import { serveJobs } from './serve-jobs.ts'
import { log } from './terminal.ts'

try {
  const given = parseArguments(process.argv.slice(2))
  switch (given.do) {
    case 'help':
      process.stdout.write(HELP)
      break
    case 'approve':
      addApproved(folderOf(given.home), given.command)
      process.stdout.write('Approved: a running runner may start it from now on.\n')
      break
    case 'run':
      await run(given)
  }
  process.exit(0)
} catch (error) {
  const isExpected = error instanceof RunnerError
  const told = isExpected || !(error instanceof Error) ? String(error) : error.stack
  process.stderr.write(`\n  ${isExpected ? error.message : told}\n\n`)
  process.exit(1)
}

async function run(given: RunArguments): Promise<void> {
  const ending = endOfThis(given.isChild)
  const home = folderOf(given.home)
  const { url, key, token } = await pairingOf(home, given, ending)
  if (given.isChild) process.stdout.write(`${JSON.stringify({ url })}\n`)
  else log(`Ready for the tests of ${url}. Ctrl-C ends it.`)
  const hub = connectHub({ url, key }, token)
  const approvals = createApprovals({
    home,
    homeArgument: given.home,
    allowed: given.allowed,
    mayAsk: !given.isChild,
    log,
  })
  const { allowPrivate } = given
  try {
    await serveJobs({
      hub,
      runJob: (job, signal) => runJob(job, { hub, approvals, allowPrivate, log, signal }),
      log,
      signal: ending,
    })
  } catch (error) {
    if (!(error instanceof Revoked)) throw error
    forgetPairing(home)
    throw new RunnerError('This runner was revoked. To use it again, pair it with a new code.')
  }
}

/** Aborts with Ctrl-C, SIGTERM, or for a child with the end of stdin: its parent is gone then. */
function endOfThis(isChild: boolean): AbortSignal {
  const ending = new AbortController()
  const end = () => {
    // A second Ctrl-C waits for nothing.
    if (ending.signal.aborted) process.exit(1)
    ending.abort()
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  if (process.platform !== 'win32') process.on('SIGHUP', end)
  if (isChild) process.stdin.resume().on('end', () => ending.abort())
  return ending.signal
}
