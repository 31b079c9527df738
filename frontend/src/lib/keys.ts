/**
 * Shortcuts by `event.code`: with an Arabic layout the J key gives "ت" but its code stays "KeyJ".
 * None works while someone types, or while a dialog is open.
 */
export interface Shortcut {
  code: string
  shift?: boolean
  ctrl?: boolean
  /** Name of the message that says what it does, for the sheet of shortcuts. */
  says: string
  /** `false` leaves the key to the browser. */
  run: (event: KeyboardEvent) => unknown
}

const stack: { scope: string; shortcuts: Shortcut[] }[] = []
let leading = false

/** Register shortcuts while something is on the screen; the latest scope is asked first. Returns the undoing. */
export function listen(scope: string, shortcuts: Shortcut[]): () => void {
  const entry = { scope, shortcuts }
  stack.push(entry)
  return () => {
    const at = stack.indexOf(entry)
    if (at >= 0) stack.splice(at, 1)
  }
}

/** All shortcuts that work now, by scope, for the sheet. */
export function known(): { scope: string; shortcuts: Shortcut[] }[] {
  return [...stack].reverse()
}

/** Go to a page: G, then a letter. */
let goTo: Record<string, () => void> = {}
export function setLeaps(leaps: Record<string, () => void>): void {
  goTo = leaps
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}

/** Whether the browser itself does something with this key here: Space presses a button, arrows move a choice. */
function isOperated(event: KeyboardEvent): boolean {
  const { target, code } = event
  if (!(target instanceof HTMLElement)) return false
  if (code === 'Space') return target.matches('button, summary, input')
  return code.startsWith('Arrow') && target.matches('input, select, tr, a.view')
}

/** Whether the focus is on nothing that can be operated: where a page begins. */
export function isAtRest(): boolean {
  const at = document.activeElement
  return at === null || at === document.body || at.matches('main')
}

export function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const ctrl = event.ctrlKey || event.metaKey
  if (document.querySelector('dialog[open]')) return
  if ((isTyping(event.target) && !ctrl && event.code !== 'Escape') || isOperated(event)) return
  if (leading) {
    leading = false
    const leap = goTo[event.code]
    if (leap) {
      event.preventDefault()
      leap()
      return
    }
  }
  if (event.code === 'KeyG' && !ctrl && !event.shiftKey) {
    leading = true
    setTimeout(() => (leading = false), 1500)
    event.preventDefault()
    return
  }
  for (const { shortcuts } of [...stack].reverse()) {
    const found = shortcuts.find(
      (one) => one.code === event.code && !!one.shift === event.shiftKey && !!one.ctrl === ctrl,
    )
    if (found) {
      if (found.run(event) !== false) event.preventDefault()
      return
    }
  }
}
