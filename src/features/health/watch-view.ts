import * as z from 'zod/mini'
import type { IntegrationSettings } from '@/services/history'

const Name = z
  .string()
  .check(z.trim(), z.minLength(1, 'Give it a name'), z.maxLength(80, 'At most 80 characters'))

/** What is wrong with a name; undefined when nothing is. */
export function nameProblem(name: string): string | undefined {
  return Name.safeParse(name).error?.issues[0]?.message
}

export const SETTINGS = [
  'name',
  'is_watched',
  'check_interval_s',
  'failures_to_error',
  'successes_to_connect',
  'are_alerts_muted',
] as const satisfies readonly (keyof IntegrationSettings)[]

export function settingsOf(row: IntegrationSettings): IntegrationSettings {
  const { name, is_watched, check_interval_s } = row
  const { failures_to_error, successes_to_connect, are_alerts_muted } = row
  return {
    name,
    is_watched,
    check_interval_s,
    failures_to_error,
    successes_to_connect,
    are_alerts_muted,
  }
}

type Part = Partial<IntegrationSettings>

/** What differs: as it was, and as it is to be. Only that is stored, so that two tabs add up. */
export function changeOf(
  from: IntegrationSettings,
  typed: IntegrationSettings,
): { change: Part; was: Part } | null {
  const keys = SETTINGS.filter((key) => from[key] !== typed[key])
  if (keys.length === 0) return null
  const pick = (settings: IntegrationSettings): Part =>
    Object.fromEntries(keys.map((key) => [key, settings[key]]))
  return { change: pick(typed), was: pick(from) }
}

/** "3 checks in a row". */
export function inARow(count: number, noun: 'failed' | 'passed'): string {
  return count === 1 ? `the first ${noun} check` : `${count} ${noun} checks in a row`
}
