import { has, t, word, type Message } from './settings.svelte'
import { isolated } from './wordings.svelte'

/** What the server says: a code, and the values that go into its text. */
export interface Said {
  code?: string | null
  values?: Record<string, string | number>
}

/** It in the language chosen; what has no text there stays in the words of the server. */
export function saying({ code, values = {} }: Said, words: string): string {
  const name = `said.${code}`
  if (!code || !has(name)) return words
  const shown = Object.entries(values).map(([key, value]) => [key, show(key, value)] as const)
  return t(name as Message, Object.fromEntries(shown))
}

/** Fields by their names; other words keep their own direction. */
function show(key: string, value: string | number): string | number {
  if (typeof value === 'number') return value
  return isolated(key === 'field' ? fieldName(value) : value)
}

function fieldName(field: string): string {
  return has(`slot.${field}`) ? word('slot', field) : has(`filter.${field}`) ? word('filter', field) : field
}

/** A warning on a report, which begins with its kind: `not-arabic: fewer than …`. */
export function warning(words: string): string {
  const kind = words.slice(0, words.indexOf(':'))
  return has(`warning.${kind}`) ? word('warning', kind) : words
}
