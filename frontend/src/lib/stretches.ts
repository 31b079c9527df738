/**
 * Choosing words of a text without a mouse: from word to word, then by a letter or a word more or less.
 * Offsets are UTF-16 units, as the browser's selection counts.
 */
export interface Selected {
  /** Where the choice began; stays put while the other end moves. */
  anchor: number
  focus: number
}

interface Word {
  start: number
  end: number
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
/** A letter with the vowel signs on it. */
const LETTER = /\P{M}\p{M}*/gu

function listWords(text: string): Word[] {
  return [...text.matchAll(WORD)].map((found) => ({ start: found.index, end: found.index + found[0].length }))
}

/** The next word (`step` 1) or the one before (-1). Its far end is the one that moves then: coming from behind, its beginning. */
export function stepWord(text: string, now: Selected | null, step: 1 | -1): Selected | null {
  const words = listWords(text)
  if (step > 0) {
    const from = now ? Math.max(now.anchor, now.focus) : 0
    const next = words.find((word) => word.start >= from) ?? words.at(-1)
    return next ? { anchor: next.start, focus: next.end } : null
  }
  const from = now ? Math.min(now.anchor, now.focus) : text.length
  const previous = words.filter((word) => word.end <= from).at(-1) ?? words[0]
  return previous ? { anchor: previous.end, focus: previous.start } : null
}

/** The word at an offset, or the nearest behind it. */
export function wordAt(text: string, offset: number): Selected | null {
  const words = listWords(text)
  const found = words.find((word) => word.end > offset) ?? words.at(-1)
  return found ? { anchor: found.start, focus: found.end } : null
}

/** The same choice with its moving end a letter or a word further on or back; at least a letter stays chosen. */
export function stretch(text: string, now: Selected, step: 1 | -1, by: 'letter' | 'word'): Selected {
  const { anchor, focus } = now
  const edge = focus > anchor ? 'end' : 'start'
  const stops = by === 'letter' ? listLetters(text) : listWords(text).map((word) => word[edge])
  const next = step > 0 ? stops.find((stop) => stop > focus) : stops.filter((stop) => stop < focus).at(-1)
  if (next === undefined || next === anchor || (next > anchor) !== (focus > anchor)) return now
  return { anchor, focus: next }
}

function listLetters(text: string): number[] {
  return [...[...text.matchAll(LETTER)].map((found) => found.index), text.length]
}
