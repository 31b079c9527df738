import { describe, expect, it } from 'vitest'

import { Offsets } from './offsets'

const TEXTS = ['', 'قُتل عنصران', '🔴 عاجل: قصف 🚨🚨 على البلدة', 'حَرَكَاتٌ‏ مع رموز 👨‍👩‍👧', '𐎀𐎁 a', '\ud83d وحيد', 'x\udc00']

describe('Offsets', () => {
  it.each(TEXTS)('agrees with code points in %j', (text) => {
    const offsets = new Offsets(text)
    const points = Array.from(text)
    expect(offsets.length).toBe(points.length)
    for (let start = 0; start <= points.length; start += 1) {
      expect(offsets.toPoints(offsets.toUnits(start))).toBe(start)
      for (let end = start; end <= points.length; end += 1) {
        expect(offsets.slice(start, end)).toBe(points.slice(start, end).join(''))
      }
    }
  })

  it('counts the second half of a pair as its character', () => {
    expect(new Offsets('🔴x').toPoints(1)).toBe(0)
    expect(new Offsets('🔴x').toPoints(2)).toBe(1)
  })

  it('stays inside the text', () => {
    const offsets = new Offsets('🔴')
    expect(offsets.toUnits(-3)).toBe(0)
    expect(offsets.toUnits(9)).toBe(2)
    expect(offsets.toPoints(9)).toBe(1)
  })
})
