'use client'

import { useEffect, useEffectEvent } from 'react'
import { isTyping, overlayOpen } from '#components/ui/keyboard.ts'

type Keys = Readonly<Record<string, () => void>>

/** Single keys of triage: a assigns, s moves. Silent while somebody types or an overlay is open. */
export function useTriageKeys(keys: Keys) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
    const run = keys[event.key]
    if (!run || isTyping(event) || overlayOpen()) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
