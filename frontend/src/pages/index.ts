import type { Component } from 'svelte'

import { PAGES, route, type Page } from '../lib/router.svelte'
import Duplicates from './Duplicates.svelte'
import Explore from './Explore.svelte'
import IncidentPage from './IncidentPage.svelte'
import Overview from './Overview.svelte'
import Report from './Report.svelte'
import Review from './Review.svelte'

const VIEWS: Partial<Record<Page, Component>> = {
  overview: Overview,
  explore: Explore,
  review: Review,
  duplicates: Duplicates,
  reports: Report,
  incidents: IncidentPage,
}

export function pageOf(page: Page): Component | null {
  return VIEWS[page] ?? null
}

/** The pages that the menu lists. */
export const LISTED = PAGES.filter((page) => page in VIEWS)

/** G, then the letter. */
const LETTERS: Record<string, Page> = {
  KeyO: 'overview', KeyE: 'explore', KeyR: 'review', KeyD: 'duplicates', KeyA: 'actors', KeyP: 'places', KeyS: 'sources', KeyQ: 'quality',
  KeyX: 'exports', KeyB: 'briefings',
}
export const LEAPS: Record<string, () => void> = Object.fromEntries(
  Object.entries(LETTERS).filter(([, page]) => page in VIEWS).map(([code, page]) => [code, () => route.go(`/${page}`)]),
)
