import type { Points } from '../lib/types'

/** Types of events in the order they are drawn and stacked; anything else comes last. */
export const TYPES = [
  'Battles', 'Explosions/Remote violence', 'Violence against civilians', 'Protests', 'Riots', 'Strategic developments',
] as const

const DAY = 86_400_000

/** Columns of the events of a filter, packed for the worker; `day` counts days since 1970, NaN when undated. */
export interface Packed {
  x: Float64Array
  y: Float64Array
  day: Float64Array
  type: Uint8Array
  killed: Uint32Array
  precision: Uint8Array
}

/** A dot of the map: one event, or as many as lie in one cell of the grid. */
export interface Dot {
  lon: number
  lat: number
  count: number
  killed: number
  /** How many of each type, in the order of `TYPES`. */
  types: number[]
  /** How many lie only somewhere near (precision 2) or in the governorate (3): drawn hollow. */
  vague: number
  /** Indices of the events, the first few. */
  first: number[]
}

export interface View {
  west: number
  south: number
  east: number
  north: number
  zoom: number
}

const MOST_NAMED = 200
const CELL = 56 // pixels; dots do not touch

/** Web Mercator, the world as the unit square: a cell of the grid is then a square on the screen. */
export function project(lon: number, lat: number): [number, number] {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180)
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]
}

export function unproject(x: number, y: number): [number, number] {
  return [(x - 0.5) * 360, (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90]
}

export function dayNumber(day: string | null): number {
  return day === null ? NaN : Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY)
}

export function dayText(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10)
}

export function pack(points: Points): Packed {
  const count = points.id.length
  const packed: Packed = {
    x: new Float64Array(count).fill(NaN), y: new Float64Array(count).fill(NaN), day: new Float64Array(count),
    type: new Uint8Array(count), killed: Uint32Array.from(points.killed), precision: new Uint8Array(count),
  }
  const types = new Map<string, number>(TYPES.map((name, at) => [name, at]))
  for (let at = 0; at < count; at += 1) {
    const lon = points.lon[at]
    const lat = points.lat[at]
    if (lon != null && lat != null) [packed.x[at], packed.y[at]] = project(lon, lat)
    packed.day[at] = dayNumber(points.day[at] ?? null)
    packed.type[at] = types.get(points.type[at]!) ?? TYPES.length - 1
    packed.precision[at] = points.precision[at] ?? 3
  }
  return packed
}

/**
 * The dots of a view: events of the days asked, gathered by the cells of a grid of the screen. Every step of the time
 * brush gathers anew in one pass (a tree of clusters would have to be built anew: forty times as slow).
 */
export function gather(packed: Packed, view: View, from: number, to: number): Dot[] {
  const [west, north] = project(view.west, view.north)
  const [east, south] = project(view.east, view.south)
  const cells = (512 * 2 ** view.zoom) / CELL
  const narrowed = from !== -Infinity || to !== Infinity
  const found = new Map<number, Dot & { x: number; y: number }>()
  for (let at = 0; at < packed.x.length; at += 1) {
    const x = packed.x[at]!
    const y = packed.y[at]!
    const day = packed.day[at]!
    if (!(x >= west && x <= east && y >= north && y <= south)) continue
    if (narrowed && !(day >= from && day <= to)) continue // undated events too: nobody knows that they fit
    const key = Math.floor(x * cells) * 0x4000000 + Math.floor(y * cells)
    let dot = found.get(key)
    if (!dot) {
      dot = { lon: 0, lat: 0, x: 0, y: 0, count: 0, killed: 0, types: TYPES.map(() => 0), vague: 0, first: [] }
      found.set(key, dot)
    }
    dot.x += x
    dot.y += y
    dot.count += 1
    dot.killed += packed.killed[at]!
    dot.types[packed.type[at]!]! += 1
    if (packed.precision[at]! > 1) dot.vague += 1
    if (dot.first.length < MOST_NAMED) dot.first.push(at)
  }
  return [...found.values()].map(({ x, y, ...dot }) => {
    const [lon, lat] = unproject(x / dot.count, y / dot.count)
    return { ...dot, lon, lat }
  })
}

/** Events by bin of days and type, for the time brush; `undated` and `unplaced` are counted beside. */
export interface Timeline {
  from: number
  to: number
  /** Days in a bin. */
  step: number
  bins: Uint32Array[]
  undated: number
  unplaced: number
}

export function countDays(packed: Packed, most: number): Timeline {
  let from = Infinity
  let to = -Infinity
  let undated = 0
  let unplaced = 0
  for (let at = 0; at < packed.day.length; at += 1) {
    const day = packed.day[at]!
    if (Number.isNaN(day)) undated += 1
    else {
      if (day < from) from = day
      if (day > to) to = day
    }
    if (Number.isNaN(packed.x[at]!)) unplaced += 1
  }
  if (from > to) from = to = 0
  const step = Math.max(1, Math.ceil((to - from + 1) / most))
  const bins = TYPES.map(() => new Uint32Array(Math.floor((to - from) / step) + 1))
  for (let at = 0; at < packed.day.length; at += 1) {
    const day = packed.day[at]!
    if (!Number.isNaN(day)) bins[packed.type[at]!]![Math.floor((day - from) / step)]! += 1
  }
  return { from, to, step, bins, undated, unplaced }
}
