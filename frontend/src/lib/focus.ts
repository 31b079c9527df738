/**
 * What is to have the focus once it is on the screen, wherever it was before. (`autofocus` alone does nothing while
 * something else has it.) In a dialog the attribute tells the browser which element to begin with.
 */
export function begin(node: HTMLElement, wanted = true): void {
  if (!wanted) return
  node.autofocus = true
  queueMicrotask(() => node.focus())
}
