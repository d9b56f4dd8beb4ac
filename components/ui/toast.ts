'use client'

import { useSyncExternalStore } from 'react'

export type Toast = {
  id: number
  /** Replaces the one on show that is about the same: for what goes on. */
  about?: string | undefined
  title: string
  detail?: string | undefined
  tone?: 'ok' | 'bad' | 'info' | undefined
  /** The one thing that can be done about it: Undo, View, Try again. */
  action?: { label: string; run: () => void } | undefined
  /** Where more is to be seen. */
  link?: { label: string; href: string } | undefined
  /** Stays until dismissed when 0. Default 6 s, 10 s with an action; failures stay. */
  lastsMs?: number | undefined
}

let toasts: Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** Says the outcome of an action. Returns a function that takes it away again. */
export function toast(options: Omit<Toast, 'id'>) {
  lastId += 1
  const id = lastId
  const others = toasts.filter(({ about }) => about === undefined || about !== options.about)
  set([...others.slice(-3), { ...options, id }])
  return () => dismiss(id)
}

/** Whether a toast about this is still on show. */
export function isShown(about: string) {
  return toasts.some((one) => one.about === about)
}

/** Takes a toast away before its time. */
export function dismiss(id: number) {
  set(toasts.filter((one) => one.id !== id))
}

function set(next: Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

const none: Toast[] = []
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The toasts on show, oldest first. */
export function useToasts() {
  return useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  )
}
