import type { IntegrationType, McpDefaults } from '@contract/type-defaults'
import type { ClipboardEvent } from 'react'
import { useFormContext } from 'react-hook-form'
import type { SecretRow } from './draft'
import type { ConnectionValues } from './model'
import { type PastedServer, readPasted } from './pasted-server'

/**
 * Takes apart what is pasted into the command or the address: a command line, or an entry of another
 * client's settings, which then fills the whole form. Anything else is pasted as it is.
 */
export function usePastedServer(type: IntegrationType, { protocols }: McpDefaults) {
  const { getValues, setValue, getFieldState, clearErrors } = useFormContext<ConnectionValues>()
  const dirty = { shouldDirty: true } as const

  return function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const server = readPasted(event.clipboardData.getData('text'))
    if (server === null || !protocols.includes(protocolOf(server))) return
    event.preventDefault()
    clearErrors()
    if (server.name !== null && !getFieldState('name').isDirty) {
      setValue('name', server.name, dirty)
    }
    setValue('protocol', protocolOf(server), dirty)
    if ('command' in server) {
      setValue('stdio.command', server.command, dirty)
      setValue('stdio.args', server.args.join('\n'), dirty)
      setValue('stdio.env', merged(getValues('stdio.env'), server.env), dirty)
      return
    }
    setValue('address', server.url, dirty)
    setValue('headers', merged(getValues('headers'), server.headers), dirty)
    if (server.token === null) return
    const method = type.auth_methods.find((each) => each === 'jwt')
    if (method === undefined) return
    setValue('authMethod', method, dirty)
    setValue('jwt.mode', 'given', dirty)
    setValue('token', server.token, dirty)
  }
}

function protocolOf(server: PastedServer): ConnectionValues['protocol'] {
  return 'command' in server ? 'stdio' : server.protocol
}

/** Pasted values win; rows that nothing was pasted for stay. */
function merged(rows: readonly SecretRow[], pasted: readonly SecretRow[]): SecretRow[] {
  const byName = new Map(rows.filter(({ name }) => name !== '').map((row) => [row.name, row]))
  for (const row of pasted) byName.set(row.name, row)
  return [...byName.values()]
}
