import ar from '../messages/ar.json'
import en from '../messages/en.json'

export type Language = 'ar' | 'en'
export type Message = keyof typeof en
const MESSAGES: Record<Language, Record<string, string>> = { ar, en }

function read<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
  const found = localStorage.getItem(`marsad.${name}`) as T | null
  return found && choices.includes(found) ? found : otherwise
}

/** What a person chose on this machine: language, digits, light or dark. Kept in the browser alone. */
class Settings {
  language = $state<Language>(read('language', ['ar', 'en'], navigator.language.startsWith('en') ? 'en' : 'ar'))
  digits = $state<'latn' | 'arab'>(read('digits', ['latn', 'arab'], 'latn'))
  theme = $state<'auto' | 'light' | 'dark'>(read('theme', ['auto', 'light', 'dark'], 'auto'))

  get dir(): 'rtl' | 'ltr' {
    return this.language === 'ar' ? 'rtl' : 'ltr'
  }

  keep(): void {
    localStorage.setItem('marsad.language', this.language)
    localStorage.setItem('marsad.digits', this.digits)
    localStorage.setItem('marsad.theme', this.theme)
  }
}

export const settings = new Settings()

const locale = (): string => `${settings.language}-u-nu-${settings.digits}-ca-gregory`

/** A message in the language chosen, with its values put in: `t('shown', { count: 5 })`. */
export function t(name: Message, values: Record<string, string | number> = {}): string {
  const text = MESSAGES[settings.language][name] ?? name
  return text.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = values[key]
    return typeof value === 'number' ? number(value) : (value ?? '')
  })
}

/** Whether there is a message of this name. */
export function has(name: string): boolean {
  return name in MESSAGES[settings.language]
}

/** A word of a closed list (`type.Battles`, `kind.rebel`); what has no translation is shown as it is. */
export function word(list: string, value: string | null | undefined): string {
  if (!value) return t('none')
  return MESSAGES[settings.language][`${list}.${value}`] ?? value
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value)
}

export function percent(value: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(value)
}

/** An ISO day as people write it; null stays "undated". */
export function day(value: string | null | undefined, precision = 'day'): string {
  if (!value) return t('undated')
  const date = new Date(`${value.slice(0, 10)}T12:00:00Z`)
  if (Number.isNaN(date.getTime())) return value
  const parts: Intl.DateTimeFormatOptions =
    precision === 'year' ? { year: 'numeric' } : precision === 'month' ? { year: 'numeric', month: 'long' } : { dateStyle: 'medium' }
  return new Intl.DateTimeFormat(locale(), { ...parts, timeZone: 'UTC' }).format(date)
}
