import { beforeEach, describe, expect, it, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { language: 'ar' })
const { settings } = await import('./settings.svelte')
const { actorName, countName, countryName, filterValue, otherName, ownName, setNames, unitLine } = await import('./wordings.svelte')

const NUSRA = { name_ar: 'جبهة النصرة', name_en: 'Al-Nusra Front' }
const ASHARA = { admin2: 'Al-Mayadin', admin1: 'Deir ez-Zor', country: 'SY' }
setNames({ units: { 'Deir ez-Zor': 'دير الزور', 'Al-Mayadin': 'الميادين' }, actors: { nusra: { ar: 'جبهة النصرة', en: 'Al-Nusra Front' } } })

describe('names in Arabic', () => {
  beforeEach(() => (settings.language = 'ar'))

  it('are Arabic, with the units around a place and its country', () => {
    expect(ownName(NUSRA)).toBe('جبهة النصرة')
    expect(otherName(NUSRA)).toBe('Al-Nusra Front')
    expect(unitLine(ASHARA)).toBe('الميادين، دير الزور، سوريا')
    expect(filterValue('actor', 'nusra')).toBe('جبهة النصرة')
    expect(actorName({ name_ar: 'civilians', name_en: null })).toBe('مدنيون')
  })

  it('leave a unit out that is called as the place', () => {
    expect(unitLine({ admin2: 'Deir ez-Zor', admin1: 'Deir ez-Zor', country: 'SY' }, 'دير الزور')).toBe('سوريا')
  })
})

describe('names in English', () => {
  beforeEach(() => (settings.language = 'en'))

  it('are English, and Arabic where there is no English one', () => {
    expect(ownName(NUSRA)).toBe('Al-Nusra Front')
    expect(otherName(NUSRA)).toBe('جبهة النصرة')
    expect(ownName({ name_ar: 'العشارة', name_en: null })).toBe('العشارة')
    expect(ownName({ name_ar: 'العشارة', name_en: '' })).toBe('العشارة')
    expect(unitLine(ASHARA)).toBe('Al-Mayadin, Deir ez-Zor, Syria')
    expect(filterValue('actor', 'nusra')).toBe('Al-Nusra Front')
    expect(filterValue('actor', 'لواء مجهول')).toBe('لواء مجهول')
    expect(countName({ value: 'العشارة', names: { ar: 'العشارة', en: 'Al-Asharah' }, count: 1 })).toBe('Al-Asharah')
  })

  it('keep what is no country as it is', () => {
    expect([countryName(null), countryName('Syria'), countryName('IQ')]).toEqual(['', 'Syria', 'Iraq'])
  })
})
