import { create } from 'zustand'
import type { Tone } from './tone'

export type Toast = {
  id: number
  tone: Extract<Tone, 'neutral' | 'ok' | 'bad'>
  title: string
  detail?: string
  /** At most one: Undo, or Open. */
  action?: { label: string; onAct: () => void }
}

type ToastState = { toasts: Toast[]; nextId: number }

/** At most this many at once: the oldest goes. */
const MAX_SHOWN = 3

export const useToasts = create<ToastState>()(() => ({ toasts: [], nextId: 1 }))

/** Says that something happened. What a person must not miss belongs on the page instead. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  useToasts.setState(({ toasts, nextId }) => ({
    toasts: [...toasts, { ...toast, id: nextId }].slice(-MAX_SHOWN),
    nextId: nextId + 1,
  }))
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}
