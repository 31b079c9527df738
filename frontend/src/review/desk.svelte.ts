import { ApiError, get, send } from '../lib/api'
import { complain, notify } from '../lib/notices.svelte'
import { t } from '../lib/settings.svelte'
import type { Decision, Draft, EventDetail, Offer, Page, Queued, Reviewed } from '../lib/types'

/** What the server answers to a decision: the decision and the event as it stands now. */
interface Taken {
  decision: Decision
  reviewed: Reviewed | null
  offers: Offer[]
}

/** A field and its value, or the words that say it. */
export type Edit = { field: string } & ({ value: unknown } | { start: number; end: number })

const AHEAD = 3 // events fetched before they are looked at: the next one is there at once

/** The queue at which one person sits: the event on the desk, those seen, those to come. */
export class Desk {
  count = $state(0)
  at = $state(0)
  ids = $state<string[]>([])
  why = $state.raw<Record<string, string[]>>({})
  detail = $state.raw<EventDetail | null>(null)
  busy = $state(false)
  /** What the last correction may teach. */
  offers = $state.raw<Offer[]>([])
  decided = $state(0)
  private ready = new Map<string, Promise<EventDetail>>()
  private filter = ''
  private since = Date.now()

  get id(): string | null {
    return this.ids[this.at] ?? null
  }

  /** Decisions a minute since the first of this sitting. */
  get pace(): number {
    return this.decided / Math.max(1 / 6, (Date.now() - this.since) / 60_000)
  }

  async load(filter: string): Promise<void> {
    this.filter = filter
    this.ready.clear()
    const query = new URLSearchParams(filter)
    query.set('limit', '200')
    const found = await get<Page<Queued>>('queue', query.toString())
    this.count = found.count
    this.ids = found.items.map((one) => one.event_id)
    this.why = Object.fromEntries(found.items.map((one) => [one.event_id, one.why]))
    await this.show(0)
  }

  /** The queue anew, at the event of the desk or what stands in its place. */
  async reload(): Promise<void> {
    const { id, at } = this
    await this.load(this.filter)
    const now = id ? this.ids.indexOf(id) : -1
    await this.show(now < 0 ? at : now)
  }

  async show(at: number): Promise<void> {
    this.at = Math.max(0, Math.min(at, this.ids.length - 1))
    this.offers = []
    for (const id of this.ids.slice(this.at, this.at + AHEAD)) void this.fetch(id).catch(() => undefined)
    const id = this.id
    this.detail = id ? await this.fetch(id) : null
  }

  private fetch(id: string): Promise<EventDetail> {
    const known = this.ready.get(id)
    if (known) return known
    const asked = get<EventDetail>(`events/${id}`)
    asked.catch(() => this.ready.delete(id))
    this.ready.set(id, asked)
    return asked
  }

  private put(id: string, reviewed: Reviewed): void {
    const now = this.detail
    if (now && id === now.reviewed.event.event_id) this.detail = { ...now, reviewed }
    this.ready.delete(id)
  }

  /** Propose a decision on the event of the desk; true when it was taken. */
  async decide(action: string, body: Record<string, unknown> = {}): Promise<boolean> {
    const { id } = this
    const taken = await this.propose<Taken>('decisions', action, body)
    if (!taken) return false
    if (id && taken.reviewed) this.put(id, taken.reviewed)
    this.offers = taken.offers
    return true
  }

  /** What edits would make of the event of the desk; null when they would be refused, which is said. */
  draft(edits: Edit[]): Promise<Draft | null> {
    return this.propose<Draft>('decisions/drafts', 'edit', { edits })
  }

  private async propose<T>(path: string, action: string, body: Record<string, unknown>): Promise<T | null> {
    const now = this.detail
    if (!now || this.busy || now.reviewed.event.event_id !== this.id) return null // what is shown is not yet the event of the desk
    this.busy = true
    const { event, version, event_hash } = now.reviewed
    try {
      return await send<T>('POST', path, { action, event: event.event_id, expected: version, event_hash, ...body })
    } catch (error) {
      await this.meet(event.event_id, error)
      return null
    } finally {
      this.busy = false
    }
  }

  /** Put the event off: it comes back at the end of the queue. */
  async skip(): Promise<void> {
    const id = this.id
    if (id) await send('POST', `queue/${id}/skip`)
    await this.show(this.at + 1)
  }

  /** A remark: never in anybody's way. */
  async remark(action: 'comment' | 'flag' | 'unflag', words: string): Promise<void> {
    const id = this.id
    if (!id) return
    try {
      await send<Taken>('POST', 'decisions', { action, event: id, words })
      this.ready.delete(id)
      await this.show(this.at)
    } catch (error) {
      complain(error)
    }
  }

  /** Accept or reject, say so with the way back, and go on. */
  async settle(action: 'accept' | 'reject', body: Record<string, unknown> = {}): Promise<void> {
    if (!(await this.decide(action, body))) return
    this.decided += 1
    notify(t(`done.${action}` as never), { action: { label: t('undo'), run: () => void this.undo() } })
    if (this.at + 1 < this.ids.length) await this.show(this.at + 1)
    else await this.load(this.filter)
  }

  async undo(redo = false): Promise<void> {
    try {
      const taken = await send<Taken>('POST', 'decisions', { action: redo ? 'redo' : 'undo' })
      const touched = taken.reviewed?.event.event_id
      if (touched) {
        this.put(touched, taken.reviewed!)
        const at = this.ids.indexOf(touched)
        if (at < 0) this.ids = [...this.ids.slice(0, this.at), touched, ...this.ids.slice(this.at)]
        await this.show(at < 0 ? this.at : at)
      }
      notify(t(redo ? 'done.redo' : 'done.undo'))
    } catch (error) {
      complain(error)
    }
  }

  /** Somebody else decided meanwhile: show what stands now; nothing was lost. */
  private async meet(id: string, error: unknown): Promise<void> {
    complain(error)
    if (error instanceof ApiError && error.status === 409) {
      this.ready.delete(id)
      await this.show(this.at)
    }
  }
}
