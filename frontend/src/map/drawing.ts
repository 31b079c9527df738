import { number } from '../lib/settings.svelte'
import { radius, TYPES, type Dot } from './cells'

/** A way from origin to destination of a movement, in degrees. */
export interface Arrow {
  from: [number, number]
  to: [number, number]
}

/** A name on the map. */
export interface Label {
  lon: number
  lat: number
  name: string
  weight: number
}

/** Left, top, right, bottom in pixels. */
export type Box = [number, number, number, number]

export type Place = (lon: number, lat: number) => { x: number; y: number }

export interface Ink {
  types: string[]
  ink: string
  halo: string
  focus: string
}

export function readInk(node: Element): Ink {
  const style = getComputedStyle(node)
  const names = ['battles', 'explosions', 'civilians', 'protests', 'riots', 'strategic']
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return { types: names.map((name) => value(`type-${name}`)), ink: value('ink'), halo: value('card'), focus: value('focus') }
}

/** A ring by type, the count inside; places that are only near are drawn hollow and broken. */
export function drawDot(pen: CanvasRenderingContext2D, x: number, y: number, dot: Dot, ink: Ink, chosen: boolean): void {
  const size = radius(dot)
  const vague = dot.vague > dot.count / 2
  let angle = -Math.PI / 2
  TYPES.forEach((_, at) => {
    const share = dot.types[at]! / dot.count
    if (share === 0) return
    const next = angle + share * 2 * Math.PI
    pen.beginPath()
    pen.moveTo(x, y)
    pen.arc(x, y, size, angle, next)
    pen.closePath()
    pen.globalAlpha = vague ? 0.35 : 0.85
    pen.fillStyle = ink.types[at]!
    pen.fill()
    pen.globalAlpha = 1
    angle = next
  })
  pen.beginPath()
  pen.arc(x, y, size, 0, 2 * Math.PI)
  pen.setLineDash(vague ? [3, 3] : [])
  pen.lineWidth = chosen ? 4 : 1.5
  pen.strokeStyle = chosen ? ink.focus : ink.halo
  pen.stroke()
  pen.setLineDash([])
  if (dot.count > 1) drawCount(pen, x, y, dot, ink)
}

const HOLE = 0.68 // of the radius: where the count stands
const TALLEST = 13 // pixels of a count
function countFont(size: number): string {
  return `600 ${size}px 'IBM Plex Sans Arabic'`
}

function drawCount(pen: CanvasRenderingContext2D, x: number, y: number, dot: Dot, ink: Ink): void {
  const hole = radius(dot) * HOLE
  const words = number(dot.count)
  pen.beginPath()
  pen.arc(x, y, hole, 0, 2 * Math.PI)
  pen.fillStyle = ink.halo
  pen.fill()
  pen.fillStyle = ink.ink
  pen.font = countFont(TALLEST)
  pen.font = countFont(Math.min(TALLEST, (TALLEST * 1.8 * hole) / pen.measureText(words).width)) // as large as fits
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(words, x, y + 0.5)
}

export function drawArrow(pen: CanvasRenderingContext2D, from: { x: number; y: number }, to: { x: number; y: number }, ink: Ink): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  pen.strokeStyle = pen.fillStyle = ink.types[5]!
  pen.lineWidth = 2
  pen.beginPath()
  pen.moveTo(from.x, from.y)
  pen.lineTo(to.x, to.y)
  pen.stroke()
  pen.beginPath()
  pen.moveTo(to.x, to.y)
  for (const turn of [2.7, -2.7]) pen.lineTo(to.x + 10 * Math.cos(angle + turn), to.y + 10 * Math.sin(angle + turn))
  pen.closePath()
  pen.fill()
}

/** Names of places, the weightier first, none over another or over what is `taken`. The browser joins and turns Arabic letters itself. */
export function drawLabels(pen: CanvasRenderingContext2D, labels: Label[], place: Place, width: number, height: number, ink: Ink, occupied: Box[] = []): void {
  const taken = [...occupied]
  let drawn = 0
  pen.font = "12px 'IBM Plex Sans Arabic'"
  pen.textAlign = 'center'
  pen.textBaseline = 'bottom'
  pen.lineWidth = 3
  for (const label of labels) {
    const { x, y } = place(label.lon, label.lat)
    if (x < 0 || y < 0 || x > width || y > height) continue
    const half = pen.measureText(label.name).width / 2 + 4
    const box: Box = [x - half, y - 18, x + half, y + 2]
    if (taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) continue
    taken.push(box)
    pen.strokeStyle = ink.halo
    pen.strokeText(label.name, x, y)
    pen.fillStyle = ink.ink
    pen.fillText(label.name, x, y)
    if ((drawn += 1) >= 40) return
  }
}
