import { send } from '../lib/api'
import { complain, notify } from '../lib/notices.svelte'
import { t } from '../lib/settings.svelte'
import type { Decision } from '../lib/types'
import { isolated } from '../lib/wordings.svelte'

type Kind = 'actor' | 'place'

/** Leave a name out of the unknown ones; the notice takes it back. True when it was done. */
export async function ignore(kind: Kind, name: string, onback: () => void): Promise<boolean> {
  const number = await decide({ action: 'ignore', kind, name })
  if (number === null) return false
  const back = async (): Promise<void> => {
    if (await undo(number)) onback()
  }
  notify(t('mention.done', { name: isolated(name) }), { action: { label: t('undo'), run: () => void back() } })
  return true
}

/** Take back the decision by which a name is ignored: it is listed again. */
export async function undo(decision: number): Promise<boolean> {
  return (await decide({ action: 'undo', decision })) !== null
}

/** Take back the last decision of the person. */
export async function undoLast(): Promise<boolean> {
  const done = (await decide({ action: 'undo' })) !== null
  if (done) notify(t('done.undo'))
  return done
}

async function decide(body: Record<string, unknown>): Promise<number | null> {
  try {
    return (await send<{ decision: Decision }>('POST', 'decisions', body)).decision.number
  } catch (error) {
    complain(error)
    return null
  }
}
