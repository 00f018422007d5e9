// The same requests with nothing around them: what whole checks are measured against. Arguments: how
// many, how many at once, and the origins, in turns. Prints the seconds that all took.

const [count = '', atOnce = '', ...origins] = Deno.args
const startedAt = performance.now()
let asked = 0

async function ask(): Promise<void> {
  while (asked < Number(count)) {
    const response = await fetch(`${origins[asked++ % origins.length]}/v1/me`)
    await response.json()
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, ask))
console.info((performance.now() - startedAt) / 1_000)
