'use client'

import { WifiOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { RelativeTime } from '#components/ui/time.tsx'

/**
 * Said above every page while the browser has no network. A link pressed then would put the browser's own error in the
 * place of a page that can still be read: it is held back, with a word about why. Nothing more is loaded for that.
 */
export function OfflineNotice() {
  const since = useOffline()
  const offline = since !== null
  const notice = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!offline) return
    function hold(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (!link || link.getAttribute('href')?.startsWith('#')) return
      event.preventDefault()
      event.stopPropagation()
      setHeld(true)
      notice.current?.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('click', hold, true)
    return () => {
      document.removeEventListener('click', hold, true)
      setHeld(false)
    }
  }, [offline])
  if (!offline) return null
  return (
    <div
      ref={notice}
      role="alert"
      className="flex items-center gap-3 border-b border-attention bg-attention-soft px-4 py-2 md:px-6 print:hidden"
    >
      <WifiOff aria-hidden className="size-4 shrink-0 text-attention" />
      <p className="min-w-0 flex-1">
        <span className="font-semibold text-attention">This browser is offline.</span> What you see is as of{' '}
        <RelativeTime at={since} />, and is read again once the connection is back.
        {held ? ' Until then no other page can be opened, and this one would be lost.' : null}
      </p>
    </div>
  )
}

/** Since when the browser says it has no network, ISO 8601; null while it has one. */
function useOffline() {
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => {
    const look = () => setSince((before) => (navigator.onLine ? null : (before ?? new Date().toISOString())))
    look()
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return since
}
