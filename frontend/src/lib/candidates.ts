import { get } from './api'
import { word } from './settings.svelte'
import type { Actor, Place } from './types'
import { actorName, placeLine } from './wordings.svelte'

export interface Choice<T> {
  label: string
  value: T
}

/** Places of the gazetteer by the beginning of a name. */
export async function findPlaces(words: string, signal: AbortSignal): Promise<Choice<Place>[]> {
  const found = await get<Place[]>('candidates/places', new URLSearchParams({ words }).toString(), signal)
  return found.map((one) => ({ label: `${placeLine(one)} · ${word('placekind', one.kind)}`, value: one }))
}

/** Actors of the registry by part of a name. */
export async function findActors(words: string, signal: AbortSignal): Promise<Choice<Actor>[]> {
  const found = await get<Actor[]>('candidates/actors', new URLSearchParams({ words }).toString(), signal)
  return found.map((one) => ({ label: `${actorName(one)} · ${word('kind', one.kind)}`, value: one }))
}
