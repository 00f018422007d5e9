import type { McpFacts, SshFacts, StageResult, TestReport } from '@contract/report'
import { STAGES, type Stage } from '@contract/stage'
import type { CableStage } from '@/ui/cable'

/** The five jacks: of a finished test, or of one that has come as far as `results`. */
export function cableStages(results: readonly StageResult[], isRunning: boolean): CableStage[] {
  const byStage = new Map(results.map((result) => [result.stage, result]))
  const current = isRunning ? STAGES.find((stage) => !byStage.has(stage)) : undefined
  return STAGES.map((stage) => cableStage(stage, byStage.get(stage), stage === current, isRunning))
}

/** What a passed test found out, in one line. */
export function factsLine(facts: TestReport['facts']): string {
  if (facts === null) return 'Connected'
  if (facts.kind === 'ssh') return sshLine(facts)
  if (facts.kind !== 'mcp') {
    const answer = facts.account === null ? 'Answered' : `Signed in as ${facts.account}`
    return [
      `${answer} · ${facts.status}`,
      ...(facts.scopes && facts.scopes.length > 0 ? [facts.scopes.join(', ')] : []),
    ].join(' · ')
  }
  const { server } = facts
  return [
    listCounts(facts),
    `${facts.era} ${facts.protocol_version}`,
    TRANSPORTS[facts.transport],
    `${server.name}/${server.version}`,
  ].join(' · ')
}

function sshLine({ server, host_key, command }: SshFacts): string {
  return [
    'Signed in',
    ...(command ? [`the command ended with ${command.exit_status}`] : []),
    server.name,
    `${host_key.type} ${host_key.fingerprint}`,
  ].join(' · ')
}

const TRANSPORTS: Record<McpFacts['transport'], string> = {
  'streamable-http': 'streamable HTTP',
  sse: 'SSE',
  stdio: 'stdio',
}

function listCounts(facts: McpFacts): string {
  const { tools, resources, prompts } = facts.counts_capped
  const counts = [
    { count: facts.tool_count, isCapped: tools, noun: 'tool' },
    { count: facts.resource_count, isCapped: resources, noun: 'resource' },
    { count: facts.prompt_count, isCapped: prompts, noun: 'prompt' },
  ]
  // A server without tools is worth saying; one without prompts is the rule.
  return counts
    .filter(({ count, noun }) => count > 0 || noun === 'tool')
    .map(({ count, isCapped, noun }) => {
      const many = count === 1 && !isCapped ? '' : 's'
      return `${count.toLocaleString('en')}${isCapped ? '+' : ''} ${noun}${many}`
    })
    .join(', ')
}

function cableStage(
  stage: Stage,
  result: StageResult | undefined,
  isCurrent: boolean,
  isRunning: boolean,
): CableStage {
  if (isCurrent) return { label: stage, state: 'running', caption: '…' }
  if (!result || result.verdict === 'not_reached') {
    return { label: stage, state: 'waiting', caption: isRunning ? '' : 'not reached' }
  }
  if (result.verdict === 'skipped') return { label: stage, state: 'skipped', caption: 'skipped' }
  return { label: stage, state: result.verdict, caption: `${result.ms ?? 0} ms` }
}
