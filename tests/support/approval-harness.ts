// Runs in Deno at a terminal: asks twice about one command, and tells what came of it.
import process from 'node:process'
import { createApprovals } from '../../supabase/runner/approvals.ts'

const [home = ''] = process.argv.slice(2)
const command = {
  kind: 'mcp',
  protocol: 'stdio',
  command: 'npx',
  args: ['-y', '@scope/server'],
  env: [],
} as const
const settings = { home, homeArgument: null, allowed: [], log: () => {} }
const config = { ...command, args: [...command.args], env: [] }
const signal = AbortSignal.timeout(20_000)
const approved = await createApprovals({ ...settings, mayAsk: true }).isApproved(
  config,
  'GitHub MCP',
  signal,
)
console.info(`approved: ${approved}`)
const again = await createApprovals({ ...settings, mayAsk: false }).isApproved(config, '', signal)
console.info(`approved again, without asking: ${again}`)
process.exit(0)
