'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveEvent } from '#contract/events.ts'
import { everyLiveQuery, queriesChangedBy } from './live-queries.ts'
import { OfflineNotice } from './offline-notice.tsx'
import { WorkerNotice } from './worker-notice.tsx'

const gatherMs = 1_500

/** Listens to the server's event stream and lets what is on screen be read again when a sync lands new facts. */
export function LiveUpdates() {
  const queries = useQueryClient()
  useEffect(() => {
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    // A sync tells of every page it stores; the screen follows at its own pace.
    const gather = (names: string[]) => {
      for (const name of names) changed.add(name)
      timer ??= setTimeout(() => {
        timer = undefined
        const names = [...changed]
        changed.clear()
        for (const name of names) queries.invalidateQueries({ queryKey: [[name]] })
      }, gatherMs)
    }
    const events = new EventSource('/api/events')
    let wasOpen = false
    events.onopen = () => {
      if (wasOpen) gather(everyLiveQuery)
      wasOpen = true
    }
    events.onmessage = ({ data }) => gather(queriesChangedBy(parseEvent(data)))
    return () => {
      clearTimeout(timer)
      events.close()
    }
  }, [queries])
  return (
    <>
      <OfflineNotice />
      <WorkerNotice />
    </>
  )
}

// Our own server wrote it from the same contract; its schema stays out of the browser.
function parseEvent(data: string): LiveEvent {
  return JSON.parse(data)
}
