'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { isTyping, overlayOpen } from '#components/ui/keyboard.ts'
import { nouns } from './navigation.ts'

const chordMs = 1200

/** The keys that work on every page: the palette, search, the sheet, and g-chords to the nouns. */
export function useShortcuts(handlers: { onPalette: () => void; onSheet: () => void }) {
  const router = useRouter()
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })

  useEffect(() => {
    let chordUntilMs = 0
    function press(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        latest.current.onPalette()
        return
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
      if (isTyping(event) || overlayOpen()) return
      const inChord = Date.now() < chordUntilMs
      chordUntilMs = event.key === 'g' && !inChord ? Date.now() + chordMs : 0
      const noun = inChord ? nouns.find(({ key }) => key === event.key) : undefined
      if (noun) router.push(noun.href)
      else if (event.key === '?') latest.current.onSheet()
      else if (event.key === '/') focusSearch(latest.current.onPalette)
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [router])
}

// A page that lists something has its own search; elsewhere the palette searches everything.
function focusSearch(otherwise: () => void) {
  const input = document.querySelector<HTMLInputElement>('main [data-search]')
  if (!input) return otherwise()
  input.focus()
  input.select()
}
