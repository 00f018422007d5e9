import { create } from 'zustand'
import type { IntegrationSettings } from '@/services/history'

/** `from`: what was stored when the person began; `typed`: what it is to be. */
export type WatchDraft = { from: IntegrationSettings; typed: IntegrationSettings }

/** UI state only: what is changed and not saved yet, by integration id, so that no tab loses it. */
export const useWatchDrafts = create<Readonly<Record<string, WatchDraft>>>(() => ({}))

export function keepDraft(id: string, draft: WatchDraft): void {
  useWatchDrafts.setState({ [id]: draft })
}

export function dropDraft(id: string): void {
  useWatchDrafts.setState(({ [id]: _dropped, ...others }) => others, true)
}
