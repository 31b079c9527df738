import { word } from './settings.svelte'
import type { EventRecord } from './types'
import { dateLine, placeLine, sideNames, tollLine } from './wordings.svelte'

/** What an event says in a slot (src/marsad/review/slots.py), in a line. */
const LINES: Record<string, (event: EventRecord) => string> = {
  event_type: (event) => word('sub', event.sub_event_type),
  date: (event) => dateLine(event),
  location: (event) => placeLine(event.location),
  'actors.1': (event) => sideNames(event.actors, '1'),
  'actors.2': (event) => sideNames(event.actors, '2'),
  casualties: (event) => tollLine(event.casualties),
  cause: (event) => (event.cause ? word('cause', event.cause.category) : ''),
  attribution: (event) => (event.attribution?.kind ? word('source', event.attribution.kind) : event.attribution?.source ?? ''),
}

export function slotLine(slot: string, event: EventRecord): string {
  return LINES[slot]?.(event) ?? ''
}
