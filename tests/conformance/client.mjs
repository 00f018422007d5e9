// The command that the suite starts for each scenario: hands it to the driver at the port given
// first, and ends as it went there. The server's address comes last.
import process from 'node:process'

const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context } = process.env
const [, , port, url] = process.argv
const answer = await fetch(`http://127.0.0.1:${port}`, {
  method: 'POST',
  body: JSON.stringify({ url, scenario, context: context ? JSON.parse(context) : null }),
})
if (!answer.ok) {
  console.error(await answer.text())
  process.exitCode = 1
}
