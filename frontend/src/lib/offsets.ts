/**
 * Offsets of evidence are Unicode code points of the report's text; JavaScript counts UTF-16 units.
 * The map is built once a text; a text without astral characters (no emoji) needs none.
 */
export class Offsets {
  readonly length: number
  private readonly units: Uint32Array | null

  constructor(readonly text: string) {
    const points = countPoints(text)
    this.length = points
    this.units = points === text.length ? null : unitsOf(text, points)
  }

  /** The UTF-16 unit at which code point `point` begins; beyond the end, the length of the text. */
  toUnits(point: number): number {
    const kept = Math.max(0, Math.min(point, this.length))
    return this.units ? this.units[kept]! : kept
  }

  /** The code point that unit `unit` belongs to; the second half of a pair counts as its first. */
  toPoints(unit: number): number {
    const kept = Math.max(0, Math.min(unit, this.text.length))
    if (!this.units) return kept
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.units[middle]! <= kept) low = middle
      else high = middle - 1
    }
    return low
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.toUnits(start), this.toUnits(end))
  }
}

function countPoints(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    if (isPair(text, at)) at += 1
    count += 1
  }
  return count
}

function unitsOf(text: string, points: number): Uint32Array {
  const units = new Uint32Array(points + 1)
  let point = 0
  for (let at = 0; at < text.length; at += 1) {
    units[point] = at
    if (isPair(text, at)) at += 1
    point += 1
  }
  units[point] = text.length
  return units
}

function isPair(text: string, at: number): boolean {
  const first = text.charCodeAt(at)
  const second = text.charCodeAt(at + 1)
  return first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff
}
