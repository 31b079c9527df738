/** The records of the codebook as the API sends them (src/marsad/model). */
export interface Place {
  name: string | null
  name_ar: string | null
  name_en: string | null
  kind: string | null
  admin1: string | null
  admin2: string | null
  admin3: string | null
  country: string | null
  lat: number | null
  lon: number | null
  precision: number | null
  gazetteer_id: string | null
  site: string | null
}

export interface Person {
  name: string
  role: string | null
  public_role: boolean
}

export interface Actor {
  side: '1' | '2' | 'other'
  mention: string
  actor_id: string | null
  name_ar: string
  name_en: string | null
  kind: string
  country: string | null
  affiliation: string[]
  persons: Person[]
  associated: boolean
}

export interface Casualty {
  outcome: string
  group: string
  low: number | null
  best: number | null
  high: number | null
  text?: string
  children?: number | null
  women?: number | null
}

export interface Evidence {
  field: string
  start: number
  end: number
  text: string
}

export interface Related {
  event_id: string
  relation: string
}

export interface Attribution {
  outlet: string | null
  source: string | null
  kind: string | null
}

export interface EventRecord {
  event_id: string
  report_id: string
  event_type: string
  sub_event_type: string
  plover: string
  date: string | null
  date_end: string | null
  date_precision: string
  date_text: string | null
  location: Place | null
  origin: Place | null
  destination: Place | null
  actors: Actor[]
  casualties: Casualty[]
  weapons: { category: string; text: string }[]
  cause: { category: string; text: string } | null
  attribution: Attribution | null
  factuality: string
  background: boolean
  related: Related[]
  evidence: Evidence[]
  confidence: number
  coder: { name: string; version: string; lexicons: string; rules: string[] } | null
}

export interface Support {
  value: unknown
  events: string[]
}

export interface Incident extends Omit<EventRecord, 'event_id' | 'report_id' | 'casualties' | 'attribution' | 'evidence' | 'coder' | 'date_text'> {
  incident_id: string
  events: string[]
  reports: string[]
  casualties: (Casualty & { said: Support[] })[]
  attributions: Attribution[]
  outlets: string[]
  origins: number
  one_source: boolean
  party_only: boolean
  disagreements: Record<string, Support[]>
  timeline: (Casualty & { published: string | null; event_id: string; outlet: string | null; source: string | null })[]
  status: string
}

/** What a re-code changed under a decision. */
export interface Change {
  slot: string
  decided: Record<string, unknown>
  coded: Record<string, unknown>
  decided_words: string[]
  coded_words: string[]
  decision: number
}

/** A comment, or a flag that was set. */
export interface Remark {
  number: number
  at: string
  by: string
  kind: 'comment' | 'flag'
  words: string
}

/** An event as it stands, with what people decided (src/marsad/review/overlays.py). */
export interface Reviewed {
  event: EventRecord
  status: string
  verdict: string
  version: number
  event_hash: string
  withdrawn: boolean
  reason: string | null
  edited: Record<string, number>
  changes: Change[]
  remarks: Remark[]
  decisions: number[]
}

export interface ReportFacts {
  id: string
  outlet: string | null
  title: string | null
  byline: string | null
  published: string | null
  url: string | null
  warnings: string[]
}

/** A row of the events list: the event as it stands with what the list shows of its report. */
export interface EventRow {
  event: EventRecord
  report: ReportFacts
  status: string
  incident_id: string | null
}

/** One event with all that its page and the review show. */
export interface EventDetail {
  reviewed: Reviewed
  report: ReportFacts & { text: string }
  /** Other events of the report. */
  siblings: EventRow[]
  incident_id: string | null
}

/** What an edit would make of an event. */
export interface Draft {
  event: EventRecord
  slots: string[]
}

/** A decision as the log has it. */
export interface Decision {
  number: number
  at: string
  by: string
  action: string
  parts: string[][]
  target: number | null
  detail: Record<string, unknown>
}

export interface Queued {
  event_id: string
  urgency: number
  /** What makes it urgent (src/marsad/review/queue.csv). */
  why: string[]
}

/** A report with its events and what was done with it. */
export interface ReportDetail {
  report: ReportFacts & { text: string; lang: string | null; retrieved: string | null }
  events: EventRow[]
  /** What coded it when: the current coding first. */
  codings: { coder: string; version: string; lexicons: string; events: number; current: boolean }[]
  /** Reports that are copies of it, or that it is a copy of. */
  copies: { report_id: string; outlet: string | null; published: string | null; title: string | null; shared: number | null }[]
  custody: { at: string; action: string; detail: string }[]
}

/** A named part of the likeness of two events (src/marsad/link). */
export interface Feature {
  name: string
  /** 0 to 1. */
  value: number
  /** In logits; null where it forbids. */
  adds: number | null
  says: string
}

/** Two events that may be one happening. */
export interface Pair {
  a: EventRow
  b: EventRow
  score: number
  features: Feature[]
  verdict: 'same' | 'different' | 'unsure' | null
  linked: boolean
}

export interface IncidentDetail {
  incident: Incident
  members: EventRow[]
  pairs: { a: string; b: string; score: number; features: Feature[] }[]
  chain: { relation: string; incident: Incident }[]
  version: number
}

export interface Page<T> {
  count: number
  items: T[]
  next: string | null
}

/** Columns of every event of a filter, for the map and the time brush. */
export interface Points {
  id: string[]
  lon: (number | null)[]
  lat: (number | null)[]
  precision: (number | null)[]
  day: (string | null)[]
  type: string[]
  killed: number[]
}

export interface BothNames {
  ar: string
  en: string | null
}

/** What values of records are called: units of the map by their English names, actors by their ids. */
export interface Names {
  units: Record<string, string>
  actors: Record<string, BothNames>
}

/** A value with the number of events that have it; places and actors of the registry have names. */
export interface Count {
  value: string
  names: BothNames | null
  count: number
}

export type Facets = Record<string, Count[]>

export interface About {
  version: string
  lexicons: string
  home: string
  user: string
  counts: { events: number; incidents: number; reports: number; queue: number }
}

/** Events, tolls and what waits, within the filter. */
export interface Overview {
  events: number
  incidents: number
  reports: number
  outlets: number
  killed: { low: number; high: number | null }
  wounded: { low: number; high: number | null }
  states: Record<string, number>
  /** Vega-Lite specifications, by name (src/marsad/analyse). */
  charts: Record<string, object>
  places: Count[]
  actors: Count[]
}

export interface Source {
  name: string
  counts: Record<string, number>
  last: string | null
  /** Health of a watched feed; null for what was handed over by hand. */
  feed: { failures: number; problem: string | null; code: string | null } | null
}

/** What a file dropped on the workbench was found to be, before anything is kept. */
export interface Preview {
  upload: string
  name: string
  kind: string | null
  reports: number
  problems: number
  problem: string | null
  remedy: string | null
  code: string | null
  /** Columns of a table of which nobody knows which holds the text. */
  columns: string[]
  first: { title: string | null; published: string | null; text: string }[]
}

export interface Job {
  id: string
  done: number
  total: number
  finished: boolean
  counts: Record<string, number>
  problems: { name: string; reason: string; remedy: string; code: string | null }[]
}

export interface ActorRow {
  actor_id: string | null
  name_ar: string
  name_en: string | null
  kind: string
  country: string | null
  events: number
  /** The decision by which nobody need say what it means. */
  ignored: number | null
}

export interface ActorDetail extends ActorRow {
  affiliation: { to: string; name_ar: string; name_en: string | null; from: string | null; until: string | null }[]
  /** Against whom and beside whom, by number of events. */
  ties: { actor_id: string | null; name_ar: string; name_en: string | null; against: number; beside: number }[]
}

export interface PlaceRow {
  /** Arabic where there is an Arabic one. */
  name: string
  name_en: string | null
  admin2: string | null
  admin1: string | null
  country: string | null
  lat: number | null
  lon: number | null
  events: number
  killed: number
  /** Whether the gazetteer has it; else it stands at the place around it, or nowhere. */
  known: boolean
  /** The decision by which nobody need say what it means. */
  ignored: number | null
}

export interface Quality {
  reviewed: number
  /** Right share of decided events by tenth of confidence. */
  calibration: { confidence: number; events: number; right: number }[]
  slots: { slot: string; edited: number; decided: number }[]
  codings: { version: string; lexicons: string; events: number }[]
}

export interface ExportProfile {
  profile: string
  /** What the format is for, and what it cannot hold. */
  purpose: string
  lacks: string
  suffix: string
  policies: boolean
}

export interface ExportCount {
  rows: number
  left_out: { reason: string; code: string; count: number }[]
}

/** What a wording means, and where (src/marsad/lexicon/aliases.py). */
export interface Alias {
  kind: string
  wording: string
  target: string
  scope: 'report' | 'district' | 'everywhere'
  area: string
}

/** An actor or a place that nothing knows yet (src/marsad/lexicon/entries.py). */
export interface NewActor {
  type: 'actor'
  name_ar: string
  name_en: string
  kind: string
  country: string
  parent: string
}
export interface NewPlace {
  type: 'place'
  name_ar: string
  name_en: string
  kind: string
  country: string
  admin1: string
  admin2: string
  admin3: string
  lat: number
  lon: number
}

/** What is tried and adopted: an alias of what is known (`target`), or of what is new. */
export type Teaching = Alias & { since?: string; until?: string; new?: NewActor | NewPlace }

/** Where a name stands that nothing knows. */
export interface Mention {
  kind: 'actor' | 'place'
  name: string
  events: number
  wordings: string[]
  areas: string[]
  reports: { id: string; title: string | null; outlet: string | null; published: string | null }[]
  /** The decision by which nobody need say what it means. */
  ignored: number | null
}

/** What a correction may teach. */
export interface Offer {
  kind: string
  wording: string
  target: string
  name_ar: string
  name_en: string | null
  choices: Alias[]
}

/** What an alias would change, before it is adopted. */
export interface Trial {
  events: number
  reports: number
  changes: { place: string; kind: string; sub_event_type: string; date: string | null; words: string[] }[]
}

/** A saved view: what it is called, and what its address brings back. `sent`: an alert that goes to somebody. */
export interface View {
  name: string
  title: string
  page: string
  filter: string
  language: 'ar' | 'en'
  feed: string
  sent: boolean
}
