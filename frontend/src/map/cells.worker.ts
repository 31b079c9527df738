import { countDays, gather, type Packed, type View } from './cells'

/** Holds the events of the filter off the main thread; answers views of the map and steps of the time brush. */
type Asked =
  | { kind: 'load'; packed: Packed; bins: number }
  | { kind: 'view'; serial: number; view: View; from: number; to: number }

let packed: Packed | null = null

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  if (data.kind === 'load') {
    packed = data.packed
    self.postMessage({ kind: 'timeline', timeline: countDays(packed, data.bins) })
  } else if (packed) {
    const dots = gather(packed, data.view, data.from, data.to)
    self.postMessage({ kind: 'dots', serial: data.serial, dots })
  }
}
