/** What is chosen: named rows, or everything the current filter matches, seen or not. */
export type Selection = { scope: 'ids'; ids: readonly string[] } | { scope: 'matching' }

export const nothingSelected: Selection = { scope: 'ids', ids: [] }

/** Whether a row is in the selection. */
export function isSelected(selection: Selection, id: string) {
  return selection.scope === 'matching' || selection.ids.includes(id)
}

/** Adds or removes one row. Leaving "all matching" falls back to the rows of the page without that one. */
export function toggleRow(selection: Selection, id: string, pageIds: readonly string[]): Selection {
  const ids = selection.scope === 'matching' ? pageIds : selection.ids
  return { scope: 'ids', ids: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id] }
}

/** Selects every row of the page, or clears them when they all were selected. */
export function togglePage(selection: Selection, pageIds: readonly string[]): Selection {
  if (selection.scope === 'matching') return nothingSelected
  const all = pageIds.every((id) => selection.ids.includes(id))
  const others = selection.ids.filter((id) => !pageIds.includes(id))
  return { scope: 'ids', ids: all ? others : [...others, ...pageIds] }
}
