'use client'

import { useEffect, useState } from 'react'
import { useNow } from '#components/ui/use-now.ts'

/** Milliseconds since the epoch, every second while something is measured, else at the page's own pace. */
export function useSeconds(running: boolean) {
  const slow = useNow()
  const [fast, setFast] = useState<number | null>(null)
  useEffect(() => {
    if (!running) return setFast(null)
    const timer = setInterval(() => setFast(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [running])
  return fast ?? slow
}
