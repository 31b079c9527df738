import type { Component } from 'svelte'

import { PAGES, route, type Page } from '../lib/router.svelte'
import Actors from './Actors.svelte'
import Briefings from './Briefings.svelte'
import Duplicates from './Duplicates.svelte'
import Explore from './Explore.svelte'
import Exports from './Exports.svelte'
import IncidentPage from './IncidentPage.svelte'
import Overview from './Overview.svelte'
import Places from './Places.svelte'
import Quality from './Quality.svelte'
import Report from './Report.svelte'
import Review from './Review.svelte'
import Sources from './Sources.svelte'

const VIEWS: Record<Page, Component> = {
  overview: Overview,
  explore: Explore,
  review: Review,
  duplicates: Duplicates,
  actors: Actors,
  places: Places,
  sources: Sources,
  quality: Quality,
  exports: Exports,
  briefings: Briefings,
  reports: Report,
  incidents: IncidentPage,
}

export function pageOf(page: Page): Component | null {
  return (VIEWS as Record<string, Component>)[page] ?? null
}

/** The pages that the menu lists. */
export const LISTED = PAGES

/** G, then the letter. */
const LETTERS: Record<string, Page> = {
  KeyO: 'overview', KeyE: 'explore', KeyR: 'review', KeyD: 'duplicates', KeyA: 'actors', KeyP: 'places', KeyS: 'sources', KeyQ: 'quality',
  KeyX: 'exports', KeyB: 'briefings',
}
export const LEAPS: Record<string, () => void> = Object.fromEntries(
  Object.entries(LETTERS).map(([code, page]) => [code, () => route.go(`/${page}`)]),
)
