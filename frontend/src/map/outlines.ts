/** Countries and units of the base map as paths of a small drawing, cut to what it shows. */
export interface Frame {
  west: number
  south: number
  east: number
  north: number
}

type Ring = [number, number][]
interface Feature {
  properties: { kind: string }
  geometry: { type: string; coordinates: unknown }
}

let asked: Promise<Feature[]> | null = null
export function loadOutlines(): Promise<Feature[]> {
  asked ??= fetch('/basemap.json').then(async (answer) => ((await answer.json()) as { features: Feature[] }).features)
  asked.catch(() => (asked = null))
  return asked
}

/** A frame around points, no narrower than `least` degrees, twice as wide on paper as it is high. */
export function frameOf(points: { lon: number; lat: number }[], least = 1.2): Frame {
  const lons = points.map((one) => one.lon)
  const lats = points.map((one) => one.lat)
  const lon = (Math.min(...lons) + Math.max(...lons)) / 2
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2
  const shrink = Math.cos((lat * Math.PI) / 180)
  const tall = Math.max(least, (Math.max(...lats) - Math.min(...lats)) * 1.4, ((Math.max(...lons) - Math.min(...lons)) * 1.4 * shrink) / 2)
  const wide = (2 * tall) / shrink
  return { west: lon - wide / 2, east: lon + wide / 2, south: lat - tall / 2, north: lat + tall / 2 }
}

/** Where a point lies in a drawing of `width` by half of it. */
export function project(frame: Frame, width: number, lon: number, lat: number): { x: number; y: number } {
  const x = ((lon - frame.west) / (frame.east - frame.west)) * width
  const y = ((frame.north - lat) / (frame.north - frame.south)) * (width / 2)
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 }
}

/** Path of all outlines of a kind that come near the frame. */
export function pathOf(features: Feature[], kind: string, frame: Frame, width: number): string {
  const lines = features.filter((one) => one.properties.kind === kind).flatMap((one) => ringsOf(one.geometry.coordinates))
  const close = kind === 'land' ? 'Z' : ''
  return lines
    .filter((line) => meets(line, frame))
    .map((line) => `M${line.map(([lon, lat]) => Object.values(project(frame, width, lon, lat)).join(' ')).join('L')}${close}`)
    .join('')
}

/** All rings and lines within coordinates of whatever depth. */
function ringsOf(coordinates: unknown): Ring[] {
  const list = coordinates as unknown[][]
  if (typeof list[0]?.[0] === 'number') return [list as Ring]
  return list.flatMap(ringsOf)
}

function meets(line: Ring, frame: Frame): boolean {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of line) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return west <= frame.east && east >= frame.west && south <= frame.north && north >= frame.south
}
