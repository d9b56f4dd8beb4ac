'use client'

import { useEffect, useState } from 'react'

/**
 * True from the first time `open` was true in the browser. Overlays load their code then and stay mounted, so closing
 * can animate, and nothing of them is in the server's HTML or the first load.
 */
export function useOpened(open: boolean) {
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    if (open) setOpened(true)
  }, [open])
  return opened
}
