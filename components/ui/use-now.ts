'use client'

import { useSyncExternalStore } from 'react'
import { usePreferences } from './preferences-provider.tsx'

const tickMs = 15_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let currentMs = 0

/** Milliseconds since the epoch, refreshed every 15 s by one shared timer; the server's own time while hydrating. */
export function useNow() {
  const { renderedAt } = usePreferences()
  return useSyncExternalStore(subscribe, readClock, () => Date.parse(renderedAt))
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(tick, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    currentMs = 0
  }
}

function tick() {
  currentMs = Date.now()
  for (const listener of listeners) listener()
}

function readClock() {
  if (currentMs === 0) currentMs = Date.now()
  return currentMs
}
