import { LOG_EVENTS, LOG_LEVELS, type LogEvent, type LogLevel } from '@contract/status'

/** A level in a word, a shape (16 × 16) and a colour. */
export const LEVEL_FACES: Record<
  LogLevel,
  { word: string; path: string; colour: string; fill: string }
> = {
  debug: {
    word: 'Debug',
    path: 'M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5',
    colour: 'text-ink-3',
    fill: 'fill-idle/30',
  },
  info: { word: 'Info', path: 'M4.5 4.5h7v7h-7z', colour: 'text-ink-3', fill: 'fill-idle' },
  warn: {
    word: 'Warning',
    path: 'M8 2.5 14 13H2zM8 6.5V10',
    colour: 'text-warn',
    fill: 'fill-warn',
  },
  error: {
    word: 'Error',
    path: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M5.75 5.75l4.5 4.5m0-4.5-4.5 4.5',
    colour: 'text-bad',
    fill: 'fill-bad',
  },
}

export const EVENT_WORDS: Record<LogEvent, string> = {
  created: 'Created',
  status_changed: 'Status changed',
  check_failed: 'Check failed',
  config_changed: 'Settings changed',
  credential_stored: 'Secret stored',
  credential_removed: 'Secret removed',
  authorization_granted: 'Access given',
  authorization_failed: 'Access failed',
  credential_refreshed: 'Access renewed',
  setup_finished: 'Set up',
  setup_interrupted: 'Set-up interrupted',
  client_error: 'Error in the page',
}

/** Its word, or what a newer Patchbay calls it. */
export function eventWord(event: string): string {
  const known = LOG_EVENTS.find((each) => each === event)
  return known ? EVENT_WORDS[known] : event
}

export const LEVEL_OPTIONS = LOG_LEVELS.map((value) => ({
  value,
  label: LEVEL_FACES[value].word,
})).reverse()
export const EVENT_OPTIONS = LOG_EVENTS.map((value) => ({ value, label: EVENT_WORDS[value] }))
