import { ApiError } from './api'
import { saying } from './sayings'

/** Short notices at the foot of the window; one may carry an action such as undo. */
export interface Notice {
  key: number
  text: string
  tone: 'plain' | 'bad'
  action?: { label: string; run: () => void }
}

let last = 0
export const notices = $state<{ list: Notice[] }>({ list: [] })

export function notify(text: string, options: Partial<Omit<Notice, 'key' | 'text'>> = {}): void {
  const key = ++last
  notices.list = [...notices.list.slice(-2), { key, text, tone: 'plain', ...options }]
  setTimeout(() => dismiss(key), options.tone === 'bad' ? 12_000 : 7_000)
}

export function dismiss(key: number): void {
  notices.list = notices.list.filter((one) => one.key !== key)
}

export function complain(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return
  notify(error instanceof ApiError ? saying(error.said, error.message) : String(error), { tone: 'bad' })
}
