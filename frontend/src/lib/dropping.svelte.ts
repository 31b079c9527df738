/** Files dropped anywhere in the window: they wait here for the page that previews them. */
export const dropping = $state<{ over: boolean; files: File[] }>({ over: false, files: [] })

/** The files that wait; afterwards none does. */
export function takeDropped(): File[] {
  const { files } = dropping
  dropping.files = []
  return files
}

/** Take what is dropped on any page; `ondrop` shows the page for it. Returns the undoing. */
export function watchDrops(ondrop: () => void): () => void {
  const drag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return // text that is dragged is none of ours
    event.preventDefault()
    dropping.over = event.type === 'dragover'
  }
  const drop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])]
    if (!files.length) return
    event.preventDefault()
    dropping.over = false
    dropping.files = files
    ondrop()
  }
  const heard = [['dragover', drag], ['dragleave', drag], ['drop', drop]] as const
  for (const [name, listener] of heard) addEventListener(name, listener)
  return () => {
    for (const [name, listener] of heard) removeEventListener(name, listener)
  }
}
