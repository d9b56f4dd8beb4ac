'use client'

import { LinkButton } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import { Panel } from '#components/ui/panel.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { links } from '#contract/links.ts'
import type { Feed } from '#contract/sync.ts'
import { firstReadings, type Reading } from './first-reading.ts'

/** How far the first reading of the fleet has come, for the feeds that are not through yet; nothing once all are. */
export function FirstSync({ feeds }: { feeds: readonly Feed[] | undefined }) {
  const readings = feeds ? firstReadings(feeds) : []
  if (!feeds || readings.length === 0) return null
  const moving = readings.some((reading) => reading.moving)
  const through = feeds.filter((feed) => feed.lastSuccessAt !== null).length
  return (
    <Panel
      title={moving ? 'Reading the fleet for the first time' : 'The fleet has not been read yet'}
      note={
        moving
          ? `${through} of ${feeds.length} feeds are through; the rest appears as it lands`
          : 'It starts as soon as a worker runs'
      }
      actions={
        <LinkButton size="sm" href={links.sync()}>
          Sync details
        </LinkButton>
      }
    >
      <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {readings.map((reading) => (
          <li key={reading.collector}>
            <div className="mb-1 flex items-baseline gap-2">
              <span className="font-medium">{reading.title}</span>
              <span className="ml-auto text-xs text-muted tabular-nums">{progressOf(reading)}</span>
            </div>
            <ProgressBar label={reading.title} {...meterOf(reading)} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function meterOf({ moving, calls, callsExpected }: Reading) {
  if (!moving) return { value: 0, max: 1 }
  if (!callsExpected) return { value: null }
  return { value: calls, max: Math.max(callsExpected, calls) }
}

function progressOf({ moving, seen, etaS }: Reading) {
  if (!moving) return 'Waiting'
  return `${formatCount(seen)} read${etaS === null ? '' : `, about ${span(etaS * 1000)} left`}`
}
