import { expect, it } from 'vitest'
import { readPasted } from './pasted-server'

const row = (name: string, value: string) => ({ name, value })

it.each([
  ['npx -y foo --bar', { command: 'npx', args: ['-y', 'foo', '--bar'], env: [] }],
  ['$ uvx mcp-server-git', { command: 'uvx', args: ['mcp-server-git'], env: [] }],
  [
    'API_KEY=se=cret LOG="a b" npx foo',
    { command: 'npx', args: ['foo'], env: [row('API_KEY', 'se=cret'), row('LOG', 'a b')] },
  ],
  [
    `docker run -e 'A B' "c \\"d\\"" e\\ f`,
    { command: 'docker', args: ['run', '-e', 'A B', 'c "d"', 'e f'], env: [] },
  ],
  ['npx -y \\\n  foo', { command: 'npx', args: ['-y', 'foo'], env: [] }],
])('a command line: %s', (text, server) => {
  expect(readPasted(text)).toEqual({ name: null, ...server })
})

it.each(['npx', '/usr/local/bin/my-server', 'npx "foo', '{ "a": 1 }', '{ broken', '', 'A=1 B=2'])(
  'nothing that is taken apart: %s',
  (text) => {
    expect(readPasted(text)).toBeNull()
  },
)

const FILES = { command: 'npx', args: ['-y', 'files', '/notes'], env: { TOKEN: 'secret', PORT: 8 } }
const filled = {
  command: 'npx',
  args: ['-y', 'files', '/notes'],
  env: [row('TOKEN', 'secret'), row('PORT', '8')],
}

it.each([
  ['Claude’s and Cursor’s', JSON.stringify({ mcpServers: { files: FILES } }), 'files'],
  ['VS Code’s', JSON.stringify({ servers: { files: FILES } }), 'files'],
  ['one entry with its name', JSON.stringify({ files: FILES }), 'files'],
  ['one entry without the braces around it', `"files": ${JSON.stringify(FILES)},`, 'files'],
  ['one entry without its name', JSON.stringify(FILES), null],
])('settings as %s', (_whose, text, name) => {
  expect(readPasted(text)).toEqual({ name, ...filled })
})

it('settings of a server with an address, its bearer token apart from its headers', () => {
  const headers = { Authorization: 'Bearer secret', 'X-Team': 'acme' }
  const entry = { type: 'http', url: 'https://mcp.example.com/mcp', headers }
  expect(readPasted(JSON.stringify({ mcpServers: { acme: entry } }))).toEqual({
    name: 'acme',
    url: 'https://mcp.example.com/mcp',
    protocol: 'http',
    headers: [row('X-Team', 'acme')],
    token: 'secret',
  })
})

it('an old address speaks the old protocol', () => {
  expect(readPasted('{ "url": "https://mcp.example.com/sse" }')).toMatchObject({ protocol: 'sse' })
})
