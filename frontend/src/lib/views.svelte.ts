import { get, send } from './api'
import { complain, notify } from './notices.svelte'
import { ordered, route } from './router.svelte'
import { settings, t } from './settings.svelte'
import type { View } from './types'
import { isolated } from './wordings.svelte'

/** The views that were saved: a title, and the page and filter that an address brings back. */
class Views {
  list = $state.raw<View[]>([])

  /** The view that is on the screen, if it was saved. */
  get current(): View | null {
    return this.list.find((one) => one.page === route.page && ordered(new URLSearchParams(one.filter)) === route.filter) ?? null
  }

  async load(): Promise<void> {
    const found = await get<View[]>('alerts')
    this.list = found.sort((a, b) => a.title.localeCompare(b.title, ['ar', 'en']))
  }

  /** What is on the screen, under a title; true when it was taken. Pages of one thing have no filter of their own. */
  save(title: string): Promise<boolean> {
    const page = route.page === 'reports' || route.page === 'incidents' ? 'explore' : route.page
    return this.put({ title, page, filter: route.filter, language: settings.language })
  }

  rename(view: View, title: string): Promise<boolean> {
    return this.change(() => send('PUT', `alerts/${view.name}`, { title }), t('view.renamed', { title: isolated(title) }))
  }

  remove(view: View): Promise<boolean> {
    const { title, page, filter, language } = view
    const back = (): void => void this.put({ title, page, filter, language })
    const done = t('view.deleted', { title: isolated(title) })
    return this.change(() => send('DELETE', `alerts/${view.name}`), done, back)
  }

  private put(view: Pick<View, 'title' | 'page' | 'filter' | 'language'>): Promise<boolean> {
    return this.change(() => send('POST', 'alerts', view), t('view.saved', { title: isolated(view.title) }))
  }

  private async change(work: () => Promise<unknown>, done: string, back?: () => void): Promise<boolean> {
    try {
      await work()
      await this.load()
      notify(done, back ? { action: { label: t('undo'), run: back } } : {})
      return true
    } catch (error) {
      complain(error)
      return false
    }
  }
}

export const views = new Views()

/** Where a view is: the link that anybody at this machine may keep. */
export function viewAddress(view: View): string {
  return `/${view.page}${view.filter ? `?${view.filter}` : ''}`
}
