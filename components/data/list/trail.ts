/*
 * Pages by key know only their next page, so the way back is remembered in the tab: which page led to which. Without
 * it (a shared link, a new tab) Previous goes to the first page, and the browser's own Back always works.
 */

/** The page that led to this one; undefined for the second page and when unknown. */
export function previousCursor(page: string, cursor: string) {
  return read(page)[cursor]
}

/** Notes that `next` was reached from `cursor`. */
export function rememberStep(page: string, cursor: string, next: string) {
  write(page, { ...read(page), [next]: cursor })
}

/** A walk that starts again from the first page owes nothing to the last one. */
export function forgetTrail(page: string) {
  write(page, {})
}

const keyOf = (page: string) => `fleetwarden-trail-${page}`

function read(page: string): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(page)) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(Object.entries(stored).filter(([, from]) => typeof from === 'string'))
  } catch {
    return {}
  }
}

function write(page: string, trail: Record<string, string>) {
  try {
    sessionStorage.setItem(keyOf(page), JSON.stringify(trail))
  } catch {
    // Storage may be full or forbidden; Previous then goes to the first page.
  }
}
