/** Everything the workbench asks of the server on the same machine; nothing else is ever asked. */

type Look = (response: Response) => void
let look: Look = () => {}

/** Have every answer looked at for what it says of the server beside its content. */
export function onAnswer(next: Look): void {
  look = next
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What the server holds now, when someone else decided first (409). */
    readonly current: unknown = null,
  ) {
    super(message)
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, {
    credentials: 'same-origin',
    ...init,
    headers: { 'X-Marsad': '1', Accept: 'application/json', ...init.headers },
  })
  look(response)
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: unknown; current?: unknown } | null
    throw new ApiError(response.status, String(problem?.detail ?? response.statusText), problem?.current ?? null)
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
