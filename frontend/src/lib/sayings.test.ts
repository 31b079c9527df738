import { beforeEach, describe, expect, it, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { language: 'ar' })
const { saying, warning } = await import('./sayings')
const { settings } = await import('./settings.svelte')

const TAKEN = { code: 'view.taken', values: { title: 'My view' } }

describe('what the server says', () => {
  beforeEach(() => (settings.language = 'ar'))

  it('is said in the language chosen, its values in their own direction', () => {
    expect(saying(TAKEN, 'My view: there is a view')).toBe('هناك عرض عنوانه \u2068My view\u2069. اكتب عنواناً آخر، أو احذف ذاك.')
    settings.language = 'en'
    expect(saying(TAKEN, 'My view: there is a view')).toBe('There is a view called \u2068My view\u2069. Write another title, or delete that one.')
  })

  it('names fields as people do, and writes numbers with the digits chosen', () => {
    settings.digits = 'arab'
    expect(saying({ code: 'value', values: { field: 'casualties', value: 'x' } }, '')).toBe('لا يصحّ أن يكون «\u2068الحصيلة\u2069» \u2068x\u2069.')
    expect(saying({ code: 'view.title', values: { most: 120 } }, '')).toContain('١٢٠')
    settings.digits = 'latn'
  })

  it('stays in the words of the server where it has no text', () => {
    expect(saying({ code: 'of.tomorrow', values: {} }, 'There is more.')).toBe('There is more.')
    expect(saying({ code: null }, 'There is more.')).toBe('There is more.')
  })

  it('tells warnings by the kind they begin with', () => {
    expect(warning('not-arabic: fewer than 30 of 100 letters are Arabic')).toBe('أقل من 30 في المئة من الحروف عربية')
    expect(warning('tomorrow: another')).toBe('tomorrow: another')
  })
})
