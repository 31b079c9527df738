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

/** A dot of the map: one event, or as many as lie beside one another. */
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
const CELL = 56 // pixels
const GAP = 2 // pixels between dots
const WORLD = 512 // pixels of the world at zoom 0

/** A dot being gathered: `x` and `y` are sums over its events. */
type Heap = Omit<Dot, 'lon' | 'lat'> & { x: number; y: number }

/** Pixels: one event is a plain dot, several a ring in which their count can be read. */
export function radius({ count }: { count: number }): number {
  return count === 1 ? 7 : Math.min(26, Math.max(11, 6 + 2.4 * Math.log2(count)))
}

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
 * The dots of a view: events of the days asked, gathered by the cells of a grid of the screen, then set apart. Every step
 * of the time brush gathers anew in one pass (a tree of clusters would have to be built anew: forty times as slow).
 */
export function gather(packed: Packed, view: View, from: number, to: number): Dot[] {
  const world = WORLD * 2 ** view.zoom
  return setApart([...heap(packed, view, from, to, world / CELL)], world).map(({ x, y, ...dot }) => {
    const [lon, lat] = unproject(x / dot.count, y / dot.count)
    return { ...dot, lon, lat }
  })
}

/** Events by cell; `cells` is how many of them there are around the world. */
function heap(packed: Packed, view: View, from: number, to: number, cells: number): Iterable<Heap> {
  const [west, north] = project(view.west, view.north)
  const [east, south] = project(view.east, view.south)
  const narrowed = from !== -Infinity || to !== Infinity
  const found = new Map<number, Heap>()
  for (let at = 0; at < packed.x.length; at += 1) {
    const x = packed.x[at]!
    const y = packed.y[at]!
    const day = packed.day[at]!
    if (!(x >= west && x <= east && y >= north && y <= south)) continue
    if (narrowed && !(day >= from && day <= to)) continue // undated events too: nobody knows that they fit
    const key = Math.floor(x * cells) * 0x4000000 + Math.floor(y * cells)
    let dot = found.get(key)
    if (!dot) {
      dot = { x: 0, y: 0, count: 0, killed: 0, types: TYPES.map(() => 0), vague: 0, first: [] }
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
  return found.values()
}

/** Dots that would lie over one another become one, and what it grows into as well, until all stand apart. */
function setApart(heaps: Heap[], world: number): Heap[] {
  const apart: Heap[] = []
  for (const next of heaps.sort((a, b) => b.count - a.count)) {
    let grown = next
    for (let at = findOver(apart, grown, world); at >= 0; at = findOver(apart, grown, world)) grown = join(apart.splice(at, 1)[0]!, grown)
    apart.push(grown)
  }
  return apart
}

function findOver(apart: Heap[], heap: Heap, world: number): number {
  return apart.findIndex((one) => {
    const across = one.x / one.count - heap.x / heap.count
    const along = one.y / one.count - heap.y / heap.count
    return Math.hypot(across, along) * world < radius(one) + radius(heap) + GAP
  })
}

function join(one: Heap, other: Heap): Heap {
  return {
    x: one.x + other.x, y: one.y + other.y, count: one.count + other.count, killed: one.killed + other.killed,
    types: one.types.map((count, at) => count + other.types[at]!), vague: one.vague + other.vague,
    first: [...one.first, ...other.first].slice(0, MOST_NAMED),
  }
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
