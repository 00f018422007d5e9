import * as z from 'zod/mini'
import type { IntegrationSettings } from '@/services/history'
import { intervalWords } from './history-view'

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

/** What another tab has stored of what is being changed, in sentences. */
export function storedWords(stored: IntegrationSettings, typed: IntegrationSettings): string {
  const words: Record<keyof IntegrationSettings, string> = {
    name: `The name “${stored.name}”`,
    is_watched: stored.is_watched ? 'Watched' : 'Not watched',
    check_interval_s: `Every ${intervalWords(stored.check_interval_s)}`,
    failures_to_error: `Failing after ${inARow(stored.failures_to_error, 'failed')}`,
    successes_to_connect: `Connected after ${inARow(stored.successes_to_connect, 'passed')}`,
    are_alerts_muted: stored.are_alerts_muted ? 'Alerts muted' : 'Alerts not muted',
  }
  const told = SETTINGS.filter((key) => stored[key] !== typed[key]).map((key) => words[key])
  return told.length === 0 ? 'It is as you want it already.' : `${told.join(', ')} is stored now.`
}

/** "3 failed checks in a row". */
export function inARow(count: number, noun: 'failed' | 'passed'): string {
  return count === 1 ? `the first ${noun} check` : `${count} ${noun} checks in a row`
}
