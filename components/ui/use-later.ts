'use client'

import { useEffect, useState } from 'react'

const longestWaitMs = 1_000

/**
 * What `load` brings, once the page stands and the browser is idle: for code that nobody needs to see the page, only
 * to act on it. undefined until then, and for good when it cannot be had. Keep `load` stable between renders.
 */
export function useLater<Part>(load: () => Promise<Part>): Part | undefined {
  const [part, setPart] = useState<Part>()
  useEffect(() => {
    let wanted = true
    const begin = () => {
      load().then(
        (loaded) => wanted && setPart(loaded),
        () => {},
      )
    }
    // Not every browser can tell when it is idle.
    const idle = typeof requestIdleCallback === 'function'
    const waiting = idle ? requestIdleCallback(begin, { timeout: longestWaitMs }) : setTimeout(begin, 200)
    return () => {
      wanted = false
      if (idle) cancelIdleCallback(Number(waiting))
      else clearTimeout(waiting)
    }
  }, [load])
  return part
}
