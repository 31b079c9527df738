import { describe, expect, it } from 'vitest'

import type { Points } from '../lib/types'
import { countDays, dayNumber, dayText, gather, pack, project, radius, unproject } from './cells'

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

  it('draws no dot over another, at any zoom', () => {
    const packed = pack(points(800))
    for (const zoom of [2, 4.3, 6, 7.7, 9, 13]) {
      const dots = gather(packed, { ...WORLD, zoom }, -Infinity, Infinity)
      const at = dots.map((dot) => project(dot.lon, dot.lat).map((side) => side * 512 * 2 ** zoom))
      const over = dots.filter((dot, one) => dots.slice(0, one).some((beside, other) => {
        const between = Math.hypot(at[one]![0]! - at[other]![0]!, at[one]![1]! - at[other]![1]!)
        return between < radius(dot) + radius(beside)
      }))
      expect(over, `zoom ${zoom}`).toEqual([])
    }
  })

  it('joins events on both sides of an edge of the grid, and tells those of one point as one dot', () => {
    const made = points(3)
    Object.assign(made, { lon: [39.99, 40.01, 40.01], lat: [35, 35, 35], precision: [1, 3, 1], killed: [2, 0, 1] })
    for (const lon of [36.5, 37.1, 38.3, 40]) {
      made.lon = [lon - 0.001, lon + 0.001, lon + 0.001] // wherever the edges are
      const [dot, ...more] = gather(pack(made), { ...WORLD, zoom: 6 }, -Infinity, Infinity)
      expect(more).toEqual([])
      expect(dot).toMatchObject({ count: 3, killed: 3, vague: 1, types: [1, 0, 0, 2, 0, 0] })
      expect([...dot!.first].sort()).toEqual([0, 1, 2])
    }
  })

  it('leaves room for the count in a ring', () => {
    expect(radius({ count: 2 })).toBeGreaterThanOrEqual(11)
    expect(radius({ count: 100_000 })).toBeLessThanOrEqual(26)
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
