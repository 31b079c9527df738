/** Everything the workbench asks of the server on the same machine; nothing else is ever asked. */

import type { Said } from './sayings'

type Look = (response: Response) => void
let look: Look = () => {}

/** Have every answer looked at for what it says of the server beside its content. */
export function onAnswer(next: Look): void {
  look = next
}

/** What the server answers where it refuses (src/marsad/web/problems.py). */
interface Problem extends Said {
  detail?: unknown
  /** What the server holds now, when someone else decided first (409). */
  current?: unknown
}

export class ApiError extends Error {
  constructor(
    /** 0 where no server answered. */
    readonly status: number,
    readonly said: Said,
    words: string,
    readonly current: unknown = null,
  ) {
    super(words)
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { 'X-Marsad': '1', Accept: 'application/json', ...init.headers }
  const response = await fetch(path, { credentials: 'same-origin', ...init, headers }).catch((error: unknown) => {
    throw error instanceof TypeError ? new ApiError(0, { code: 'offline' }, error.message) : error
  })
  look(response)
  if (!response.ok) {
    const problem = ((await response.json().catch(() => null)) ?? {}) as Problem
    const words = typeof problem.detail === 'string' ? problem.detail : response.statusText
    throw new ApiError(response.status, problem, words, problem.current ?? null)
  }
  return (response.status === 204 ? null : await response.json()) as T
}

export function get<T>(path: string, query = '', signal?: AbortSignal): Promise<T> {
  return ask<T>(`/api/${path}${query ? `?${query}` : ''}`, signal ? { signal } : {})
}

export function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
  return ask<T>(`/api/${path}`, { method, ...sent })
}

/** Hand a file over to be looked at; the answer names it from then on. */
export async function upload(file: File): Promise<string> {
  const kept = await ask<{ upload: string }>(`/api/uploads/${encodeURIComponent(file.name)}`, {
    method: 'PUT', body: file, headers: { 'Content-Type': 'application/octet-stream' },
  })
  return kept.upload
}
