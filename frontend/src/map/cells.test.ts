import { describe, expect, it } from 'vitest'

import type { Points } from '../lib/types'
import { countDays, dayNumber, dayText, gather, pack, project, unproject } from './cells'

const WORLD = { west: -180, south: -85, east: 180, north: 85, zoom: 2 }

function points(count: number): Points {
  const made: Points = { id: [], lon: [], lat: [], precision: [], day: [], type: [], killed: [] }
  for (let at = 0; at < count; at += 1) {
    made.id.push(`e${at}`)
    made.lon.push(at % 10 === 0 ? null : 36 + (at % 97) / 20)
    made.lat.push(at % 10 === 0 ? null : 33 + (at % 89) / 25)
    made.precision.push((at % 3) + 1)
    made.day.push(at % 7 === 0 ? null : dayText(15_000 + (at % 1000)))
    made.type.push(at % 2 ? 'Battles' : 'Protests')
    made.killed.push(at % 5)
  }
  return made
}

describe('cells', () => {
  it('projects and back', () => {
    for (const [lon, lat] of [[40.14, 35.33], [-17.9, 2.1], [63.9, 42.9]] as const) {
      const [x, y] = unproject(...project(lon, lat))
      expect(x).toBeCloseTo(lon, 9)
      expect(y).toBeCloseTo(lat, 9)
    }
  })

  it('counts every placed event of the days once, at any zoom', () => {
    const made = points(5000)
    const packed = pack(made)
    const expected = made.id.filter((_, at) => made.lon[at] !== null && made.day[at] !== null).length
    for (const zoom of [2, 6, 9, 13]) {
      const dots = gather(packed, { ...WORLD, zoom }, -Infinity, Infinity)
      const dated = dots.reduce((sum, dot) => sum + dot.count, 0)
      const undated = made.id.filter((_, at) => made.lon[at] !== null && made.day[at] === null).length
      expect(dated).toBe(expected + undated)
      expect(dots.reduce((sum, dot) => sum + dot.types.reduce((a, b) => a + b, 0), 0)).toBe(dated)
    }
  })

  it('leaves other days and places beyond the view out', () => {
    const packed = pack(points(5000))
    const day = dayNumber(dayText(15_003))
    const dots = gather(packed, { ...WORLD, zoom: 5 }, day, day)
    const days = dots.flatMap((dot) => dot.first.map((at) => packed.day[at]!))
    expect(new Set(days)).toEqual(new Set([day]))
    expect(gather(packed, { west: 0, south: 0, east: 10, north: 10, zoom: 5 }, -Infinity, Infinity)).toEqual([])
  })

  it('counts days, and those without day or place beside', () => {
    const made = points(5000)
    const timeline = countDays(pack(made), 300)
    const sum = timeline.bins.reduce((total, bins) => total + bins.reduce((a, b) => a + b, 0), 0)
    expect(sum + timeline.undated).toBe(5000)
    expect(timeline.unplaced).toBe(500)
    expect(timeline.bins[0]!.length).toBeLessThanOrEqual(300)
  })

  it('has a timeline for nothing', () => {
    expect(countDays(pack(points(0)), 300).undated).toBe(0)
  })
})
