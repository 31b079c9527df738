import { day, number, settings, t, word } from './settings.svelte'
import type { Actor, Casualty, Count, EventRecord, Names, Place } from './types'

/** How values of a record are written in the language chosen; names fall back on the other language. */
export function placeName(place: Place | null): string {
  if (!place) return t('unplaced')
  return own({ ar: place.name_ar ?? place.name, en: place.name_en }) ?? t('unplaced')
}

/** Of two names the one in the language chosen; where there is none, the other. */
function own<T extends string | null>({ ar, en }: { ar: T; en: string | null }): T | string {
  return (settings.language === 'ar' ? ar || en : en) || ar
}
export function ownName(named: { name_ar: string; name_en: string | null }): string {
  return own({ ar: named.name_ar, en: named.name_en })
}
/** The name in the other language, where it is another. */
export function otherName({ name_ar, name_en }: { name_ar: string; name_en: string | null }): string | null {
  return name_en === name_ar ? null : settings.language === 'ar' ? name_en : name_ar
}

/** What is told once, when the workbench opens. */
const names = $state<{ known: Names }>({ known: { units: {}, actors: {} } })
export function setNames(known: Names): void {
  names.known = known
}
/** Units have Arabic names where records name them in English. */
export function unitName(name: string | null): string | null {
  return name && settings.language === 'ar' ? names.known.units[name] ?? name : name
}

/** A country by its two letters. */
export function countryName(code: string | null): string {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code ?? ''
  return new Intl.DisplayNames([settings.language], { type: 'region' }).of(code) ?? code
}

/** The units around a place, the narrowest first; those called as the place itself are left out. */
export function unitLine(place: { admin1: string | null; admin2: string | null; country: string | null }, name = ''): string {
  const chain = [unitName(place.admin2), unitName(place.admin1), countryName(place.country)]
  return listed(chain.filter((one, at, all): one is string => !!one && one !== name && all.indexOf(one) === at))
}

/** The narrowest unit of an area such as `SY/Deir ez-Zor/Al-Mayadin`. */
export function areaName(area: string): string {
  const name = area.split('/').at(-1)!
  return unitName(name) ?? name
}

export function placeLine(place: Place | null): string {
  if (!place) return t('unplaced')
  const chain = [place.site, placeName(place), unitName(place.admin2), unitName(place.admin1)].filter((one, at, all) => one && all.indexOf(one) === at)
  return listed(chain as string[])
}

/** Civilians, protesters, unknown gunmen: no organisations, named by their kind. */
const CLASSES: Record<string, string> = {
  civilians: 'civilians', protesters: 'protesters', rioters: 'rioters', 'unidentified-gunmen': 'unidentified-armed',
}
export function className(id: string): string | null {
  const kind = CLASSES[id]
  return kind ? word('kind', kind) : null
}

export function actorName(actor: { name_ar: string; name_en: string | null }): string {
  return className(actor.name_ar) ?? ownName(actor)
}

/** Whose dead they are: a side by its name, or a class of people. */
export function groupName(group: string, actors: Actor[]): string {
  const actor = actors.find((one) => one.actor_id === group || one.mention === group)
  return actor ? actorName(actor) : word('group', group)
}

export function sideNames(actors: Actor[], side: string): string {
  return actors.filter((actor) => actor.side === side).map(actorName).join(comma())
}

/** What parts the entries of a list. */
export function comma(): string {
  return settings.language === 'ar' ? '، ' : ', '
}
function listed(names: string[]): string {
  return inOrder(names, comma())
}

export function figure(toll: Pick<Casualty, 'low' | 'best' | 'high'>): string {
  const { low, best, high } = toll
  const span = (from: number, to: number): string => `\u2066${number(from)}–${number(to)}\u2069` // stays from low to high in Arabic
  if (best !== null) return low !== null && high !== null && low !== high ? `${number(best)} (${span(low, high)})` : number(best)
  if (low !== null) return high !== null ? span(low, high) : t('atleast', { count: low })
  return high !== null ? t('atmost', { count: high }) : t('unknown')
}

/** A value inside a message of the other direction: it keeps its own, as in `<bdi>`. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`
}

/** Names in the order of the page's direction, also where some are in the other script. */
export function inOrder(names: string[], between: string): string {
  const parts = names.map(apart)
  const mark = parts.some((one, at) => one !== names[at]) ? (settings.dir === 'rtl' ? '\u200f' : '\u200e') : ''
  return mark + parts.join(between)
}

/** A name in the other script, so that those before and after it keep their order. */
function apart(name: string): string {
  const other = settings.language === 'ar' ? /\p{Script=Latin}/u : /\p{Script=Arabic}/u
  return other.test(name) ? isolated(name) : name
}

/** What a filter asks, as the name of each field and its values. */
export function filterWords(filter: string): { name: string; value: string }[] {
  return [...new URLSearchParams(filter)].map(([key, value]) => ({ name: t(`filter.${key}` as never), value: filterValue(key, value) }))
}
export function filterValue(key: string, value: string): string {
  if (key === 'event_type') return word('type', value)
  if (key === 'sub_event_type') return word('sub', value)
  if (key === 'since' || key === 'until') return day(value)
  if (key === 'factuality' || key === 'status') return word(key, value)
  if (key === 'actor') return className(value) ?? own(names.known.actors[value] ?? { ar: value, en: null })
  return key === 'country' ? countryName(value) : unitName(value) ?? value
}

/** The deaths of an event in all groups: best figures, or low ones where no best is told; null when none is told. */
export function killed(casualties: Pick<Casualty, 'outcome' | 'low' | 'best'>[]): number | null {
  const told = casualties.filter((one) => one.outcome === 'killed')
  return told.length ? told.reduce((sum, one) => sum + (one.best ?? one.low ?? 0), 0) : null
}

export function tollLine(casualties: Casualty[]): string {
  return casualties.map((one) => `${word('outcome', one.outcome)}: ${figure(one)}`).join(comma())
}

export function dateLine(event: Pick<EventRecord, 'date' | 'date_end' | 'date_precision'>): string {
  const first = day(event.date, event.date_precision)
  if (!event.date_end || event.date_end === event.date) return first
  return `${first} – ${day(event.date_end, event.date_precision)}`
}

/** The layer that colours the evidence of a field. */
export function layerOf(field: string): string {
  if (field.startsWith('actors[1]')) return 'field-side1'
  if (field.startsWith('actors[2]')) return 'field-side2'
  if (field.startsWith('casualties')) return 'field-toll'
  if (field.startsWith('location') || field === 'origin' || field === 'destination') return 'field-place'
  if (field.startsWith('date')) return 'field-date'
  if (field === 'event_type' || field === 'sub_event_type') return 'field-type'
  if (field === 'cause') return 'field-cause'
  if (field === 'attribution') return 'field-source'
  return 'field-other'
}

export function countName(one: Count): string {
  return className(one.value) ?? (one.names ? own(one.names) : unitName(one.value) ?? one.value)
}
