'use client'

import { LinkButton } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import { Panel } from '#components/ui/panel.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { links } from '#contract/links.ts'
import type { Feed } from '#contract/sync.ts'

/** True while no feed of things has ever completed: what is shown is not the fleet yet. */
export function isFirstSync(feeds: readonly Feed[]) {
  const things = feeds.filter((feed) => feed.collector === 'things')
  return things.length > 0 && things.every((feed) => feed.lastSuccessAt === null)
}

/** How far the first reading of the fleet has come, feed by feed, or why it does not move. */
export function FirstSync({ feeds }: { feeds: readonly Feed[] }) {
  const moving = feeds.some((feed) => feed.running)
  const sync = (
    <LinkButton size="sm" href={links.sync()}>
      Sync details
    </LinkButton>
  )
  return (
    <Panel
      title={moving ? 'Reading the fleet for the first time' : 'The fleet has not been read yet'}
      note={moving ? 'What is read appears here as it lands' : 'It starts as soon as a worker runs'}
      actions={sync}
    >
      <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {feeds.map((feed) => (
          <li key={`${feed.account}/${feed.collector}`}>
            <div className="flex items-baseline gap-2">
              <span className="font-medium">{feed.title}</span>
              <span className="ml-auto text-xs text-muted tabular-nums">{progressOf(feed)}</span>
            </div>
            <ProgressBar label={feed.title} tone={toneOf(feed)} {...meterOf(feed)} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const stuck = ['not-permitted', 'unavailable', 'credentials', 'failed']
const toneOf = ({ state, lastSuccessAt }: Feed) => (stuck.includes(state) ? 'bad' : lastSuccessAt ? 'ok' : 'accent')

function meterOf({ pass, running, lastSuccessAt }: Feed) {
  if (lastSuccessAt) return { value: 1, max: 1 }
  if (!running || !pass) return { value: 0, max: 1 }
  if (!pass.callsExpected) return { value: null }
  return { value: pass.calls, max: Math.max(pass.callsExpected, pass.calls) }
}

function progressOf({ state, pass, running, lastSuccessAt, missingPermission, error }: Feed) {
  if (state === 'not-permitted') return missingPermission ? `Needs ${missingPermission}` : 'Not permitted'
  if (state === 'unavailable') return 'Not offered by this endpoint'
  if (state === 'credentials') return 'Needs AWS credentials'
  if (state === 'failed') return error ? `Failed: ${error.slice(0, 60)}` : 'Failed'
  if (lastSuccessAt) return pass ? `Done, ${formatCount(pass.seen)} read` : 'Done'
  if (!running || !pass) return 'Waiting'
  const eta = pass.etaS === null ? '' : `, about ${span(pass.etaS * 1000)} left`
  return `${formatCount(pass.seen)} read${eta}`
}
