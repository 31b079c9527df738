import { describe, expect, it } from 'vitest'

import { stepWord, stretch, wordAt, type Selected } from './stretches'

const TEXT = 'في بلدةِ العشارة، 😀 وقُتل 4 عناصر'
const chosen = (now: Selected | null): string => (now ? TEXT.slice(Math.min(now.anchor, now.focus), Math.max(now.anchor, now.focus)) : '')

describe('choosing words', () => {
  it('goes from word to word over stops and emoji, vowel signs with their letters', () => {
    const seen: string[] = []
    let now: Selected | null = null
    for (let turn = 0; turn < 7; turn += 1) seen.push(chosen((now = stepWord(TEXT, now, 1))))
    expect(seen).toEqual(['في', 'بلدةِ', 'العشارة', 'وقُتل', '4', 'عناصر', 'عناصر'])
  })

  it('goes back, and from behind moves the beginning: a prefix is left out', () => {
    let now = stepWord(TEXT, stepWord(TEXT, null, -1), -1)!
    expect(chosen(now)).toBe('4')
    now = stepWord(TEXT, now, -1)!
    expect(chosen(now)).toBe('وقُتل')
    expect(chosen(stretch(TEXT, now, 1, 'letter'))).toBe('قُتل')
    expect(chosen(stretch(TEXT, now, -1, 'word'))).toBe('العشارة، 😀 وقُتل')
  })

  it('grows and shrinks by letters with their signs and by words, and never to nothing', () => {
    let now = wordAt(TEXT, 4)!
    expect(chosen(now)).toBe('بلدةِ')
    now = stretch(TEXT, now, 1, 'word')
    expect(chosen(now)).toBe('بلدةِ العشارة')
    now = stretch(TEXT, now, -1, 'word')
    now = stretch(TEXT, now, -1, 'letter')
    expect(chosen(now)).toBe('بلد')
    for (let turn = 0; turn < 5; turn += 1) now = stretch(TEXT, now, -1, 'letter')
    expect(chosen(now)).toBe('ب')
    expect(stretch(TEXT, now, -1, 'word')).toEqual(now)
  })

  it('finds nothing in a text without words', () => {
    expect(stepWord('… !', null, 1)).toBeNull()
    expect(wordAt('', 0)).toBeNull()
  })
})
