'use client'

type Listener = (text: string) => void
const listeners = new Set<Listener>()

/** Speaks a result to assistive technology through the page's polite live region ("12 rows, sorted by name"). */
export function announce(text: string) {
  for (const listener of listeners) listener(text)
}

/** For the live region itself. Returns the way to stop. */
export function onAnnounce(listener: Listener) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
