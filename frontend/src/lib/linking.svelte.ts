/** Whether incidents are being linked anew on the server, so that what is shown of them is from before. */

const MARK = 'X-Marsad-Linking'
const PAUSE = 3_000

export const linking = $state({ on: false, turn: 0 })

/** Look at an answer; the first that is marked begins asking until one is not. */
export function watchLinking(response: Response, ondone: () => void): void {
  if (linking.on || !response.headers.has(MARK)) return
  linking.on = true
  const ask = async () => {
    const answer = await fetch('/api/incidents?limit=1', { credentials: 'same-origin', headers: { 'X-Marsad': '1' } }).catch(() => null)
    if (answer?.ok && answer.headers.has(MARK)) return void setTimeout(ask, PAUSE)
    linking.on = false
    if (answer?.ok) ondone()
  }
  setTimeout(ask, PAUSE)
}

/** Draw the page anew, with the incidents of now. */
export function showLinked(): void {
  linking.turn += 1
}
