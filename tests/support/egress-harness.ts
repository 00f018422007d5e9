// Runs in Deno: reads one EgressCall from stdin, makes its requests one after the other, and answers
// with what became of each.
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { createEgress } from '../../supabase/functions/_shared/egress/egress.ts'
import { EgressError } from '../../supabase/functions/_shared/egress/egress-error.ts'
import type { EgressCall, EgressTold } from './egress-runner.ts'

const call: EgressCall = JSON.parse(await text(process.stdin))
const { names, settings, admit, fetch: urls = [] } = call

const told: EgressTold = { admitted: null, fetched: [], asked: [] }
const egress = createEgress({
  ...settings,
  signal: new AbortController().signal,
  async lookUp(hostname) {
    const earlier = told.asked.filter((name) => name === hostname).length
    told.asked.push(hostname)
    const answers = names[hostname] ?? []
    const answer = answers[Math.min(earlier, answers.length - 1)] ?? []
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  },
})
const outcome = (work: Promise<unknown>) =>
  work.then(
    (value) => value,
    (error: unknown) => (error instanceof EgressError ? error.code : String(error)),
  )
if (admit !== undefined) {
  told.admitted = String(await outcome(egress.admit(new URL(admit)).then(() => 'admitted')))
}
for (const url of urls) {
  const fetched = egress.fetch(url).then(async (response) => {
    await response.text()
    return response.status
  })
  told.fetched.push(await outcome(fetched))
}
egress.close()
process.stdout.write(JSON.stringify(told))
