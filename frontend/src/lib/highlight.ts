import { Offsets } from './offsets'

/** A stretch of the report's text in code points, and the layer that colours it. */
export interface Mark {
  start: number
  end: number
  layer: string
}

/** Whether the browser draws highlights by itself; without that, spans of `<mark>` are used. */
export const paints = typeof CSS !== 'undefined' && 'highlights' in CSS

/**
 * Light marks inside one element that holds the whole text in one text node (CSS Custom Highlight API): layers may
 * overlap and begin in the middle of a word, and Arabic letters stay joined.
 */
export function paint(node: Text, offsets: Offsets, marks: Mark[]): () => void {
  const byLayer = new Map<string, Range[]>()
  for (const mark of marks) {
    const range = new Range()
    range.setStart(node, offsets.toUnits(mark.start))
    range.setEnd(node, offsets.toUnits(mark.end))
    byLayer.set(mark.layer, [...(byLayer.get(mark.layer) ?? []), range])
  }
  for (const [layer, ranges] of byLayer) CSS.highlights.set(layer, new Highlight(...ranges))
  return () => {
    for (const layer of byLayer.keys()) CSS.highlights.delete(layer)
  }
}

/** Text cut where marks begin and end, each piece with the layers over it: for `<mark>` and for printing. */
export function pieces(offsets: Offsets, marks: Mark[]): { text: string; layers: string[] }[] {
  const cuts = new Set([0, offsets.length])
  for (const mark of marks) cuts.add(Math.min(mark.start, offsets.length)).add(Math.min(mark.end, offsets.length))
  const sorted = [...cuts].sort((a, b) => a - b)
  return sorted.slice(0, -1).map((start, at) => {
    const end = sorted[at + 1]!
    const layers = marks.filter((mark) => mark.start <= start && mark.end >= end).map((mark) => mark.layer)
    return { text: offsets.slice(start, end), layers: [...new Set(layers)] }
  })
}
