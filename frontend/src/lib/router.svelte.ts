/** The address is the state: the path names the page, the query is the filter that every page shares. */
export const PAGES = [
  'overview', 'explore', 'review', 'duplicates', 'actors', 'places', 'sources', 'quality', 'exports', 'briefings',
] as const
export type Page = (typeof PAGES)[number] | 'reports' | 'incidents'

/** Query keys that belong to one page and not to the filter. */
const OWN = new Set(['at', 'q', 'view', 'by'])

/** A query in a fixed order: equal filters give equal strings. */
export function ordered(query: Iterable<[string, string]>): string {
  const pairs = [...query].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  return new URLSearchParams(pairs).toString()
}

class Route {
  path = $state(location.pathname)
  query = $state(new URLSearchParams(location.search))

  get page(): Page {
    const name = this.path.split('/')[1] || 'overview'
    return name as Page
  }

  /** What follows the page in the path: the id of a report or incident. */
  get id(): string | null {
    return this.path.split('/')[2] ?? null
  }

  /** The filter alone, in a fixed order. */
  get filter(): string {
    return ordered([...this.query].filter(([key]) => !OWN.has(key)))
  }

  go(path: string, query?: URLSearchParams): void {
    const kept = query ?? new URLSearchParams(this.filter)
    this.show(path, kept, false)
  }

  /** Change some keys of the query; null removes one. `quietly` makes no entry in the history. */
  set(changes: Record<string, string | string[] | null>, quietly = false): void {
    const query = new URLSearchParams(this.query)
    for (const [key, value] of Object.entries(changes)) {
      query.delete(key)
      for (const one of value === null ? [] : [value].flat()) if (one !== '') query.append(key, one)
    }
    this.show(this.path, query, quietly)
  }

  private show(path: string, query: URLSearchParams, quietly: boolean): void {
    const text = query.toString()
    const address = text ? `${path}?${text}` : path
    if (quietly) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    this.path = path
    this.query = query
  }

  constructor() {
    addEventListener('popstate', () => {
      this.path = location.pathname
      this.query = new URLSearchParams(location.search)
    })
  }
}

export const route = new Route()

/** An action for links inside the workbench: no page load. */
export function inside(node: HTMLAnchorElement): { destroy: () => void } {
  const click = (event: MouseEvent): void => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const address = new URL(node.href)
    route.go(address.pathname, address.search ? new URLSearchParams(address.search) : undefined)
  }
  node.addEventListener('click', click)
  return { destroy: () => node.removeEventListener('click', click) }
}
