// The same requests with nothing around them: what whole checks are measured against. Two arguments: the
// addresses, one a line, and how many are under way at once. Prints the seconds that all took.

const [addresses = '', atOnce = '1'] = Deno.args
const waiting = addresses.split('\n')
const startedAt = performance.now()

async function ask(): Promise<void> {
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    await (await fetch(url)).json()
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, ask))
console.info((performance.now() - startedAt) / 1_000)
