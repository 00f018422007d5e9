import type { SshConfig } from '@contract/config'
import { type Draft, orNothing, toNumber } from './draft'

export interface SshValues {
  host: string
  port: string
  username: string
  command: string
  /** The host key that was trusted, for the host and port that showed it. */
  pinned: { host: string; port: string; key: string } | null
  key: string
  passphrase: string
}

export const NO_SSH: SshValues = {
  host: '',
  port: '22',
  username: '',
  command: '',
  pinned: null,
  key: '',
  passphrase: '',
}

export function sshValuesOf({ host, port, username, command, host_key }: SshConfig): SshValues {
  const place = { host, port: port.toString() }
  return {
    ...NO_SSH,
    ...place,
    username,
    command: command ?? '',
    pinned: host_key === undefined ? null : { ...place, key: host_key },
  }
}

/** A key that another host or port showed says nothing about this one. */
export function pinnedKey({ host, port, pinned }: SshValues): string | undefined {
  const isSame = pinned?.host === host.trim() && pinned.port === port.trim()
  return isSame ? pinned.key : undefined
}

export function sshDraft(ssh: SshValues): Omit<Draft<SshConfig>, 'rate_limit'> {
  return {
    kind: 'ssh',
    host: ssh.host.trim(),
    port: toNumber(ssh.port),
    username: ssh.username.trim(),
    host_key: pinnedKey(ssh),
    command: orNothing(ssh.command),
  }
}
