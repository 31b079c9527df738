import { send } from '../lib/api'
import { complain, notify } from '../lib/notices.svelte'
import { t } from '../lib/settings.svelte'
import type { Teaching, Trial } from '../lib/types'

/** Teaching a wording: first a dry run that names what would change and writes nothing, then the adoption of it. */
export class Lesson {
  asked = $state.raw<Teaching | null>(null)
  trial = $state.raw<Trial | null>(null)
  busy = $state(false)

  async attempt(asked: Teaching): Promise<void> {
    this.asked = asked
    this.trial = null
    let found: Trial | null = null
    await this.work(async () => {
      found = await send<Trial>('POST', 'aliases/trials', asked)
    })
    if (this.asked === asked) this.trial = found // nothing was changed meanwhile
  }

  /** True when it was adopted. */
  async adopt(): Promise<boolean> {
    const { asked } = this
    if (!asked) return false
    return this.work(async () => {
      const done = await send<{ recoded: number }>('POST', 'aliases', asked)
      notify(t('alias.done', { count: done.recoded }))
    })
  }

  /** What was tried is not what is asked any more. */
  forget(): void {
    this.asked = this.trial = null
  }

  private async work(task: () => Promise<void>): Promise<boolean> {
    this.busy = true
    try {
      await task()
      return true
    } catch (error) {
      complain(error)
      return false
    } finally {
      this.busy = false
    }
  }
}
