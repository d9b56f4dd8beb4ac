'use client'

import { useEffect, useState } from 'react'
import type { SearchHit } from './shell-data.ts'

const settleMs = 120
type Hits = { hits: readonly SearchHit[]; state: 'idle' | 'searching' | 'failed' }

/** What a search finds, asked once typing pauses; older hits stay while newer ones are on their way. */
export function useHits(onSearch: ((query: string) => Promise<readonly SearchHit[]>) | undefined, query: string): Hits {
  const [found, setFound] = useState<Hits>({ hits: [], state: 'idle' })
  const wanted = query.trim()
  useEffect(() => {
    if (!onSearch || wanted === '') {
      setFound({ hits: [], state: 'idle' })
      return
    }
    let current = true
    setFound(({ hits }) => ({ hits, state: 'searching' }))
    const timer = setTimeout(() => {
      onSearch(wanted).then(
        (hits) => current && setFound({ hits, state: 'idle' }),
        () => current && setFound({ hits: [], state: 'failed' }),
      )
    }, settleMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [onSearch, wanted])
  return found
}
