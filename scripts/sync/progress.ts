import type pg from 'pg'
import type { Wanted } from '#server/sync/once.ts'
import { type FeedFigures, feedsOf } from './summary.ts'

const everyMs = 500

/**
 * Shows how the passes go until the returned function is called: a bar that redraws itself on a terminal, else a line
 * for each pass that ends. Everything goes to stderr, stdout is for the summary.
 */
export function showProgress(pool: pg.Pool, wanted: Wanted, { quiet }: { quiet: boolean }): () => Promise<void> {
  const startedAt = new Date()
  const told = new Set<string>()
  const terminal = process.stderr.isTTY && !quiet
  const look = async () => {
    const feeds = await feedsOf(pool, wanted)
    const done = feeds.filter(({ finishedAt, running }) => !running && finishedAt && finishedAt >= startedAt)
    if (terminal) {
      const running = feeds.filter((feed) => feed.running)
      const line = progressLine(running, done, feeds.length, Date.now() - startedAt.getTime())
      return void process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 100) - 1)}`)
    }
    for (const feed of done) {
      const key = `${feed.account} ${feed.region} ${feed.collector}`
      if (told.has(key)) continue
      told.add(key)
      const figures = `${feed.calls} calls, ${feed.seen} seen, ${feed.added} added, ${feed.changed} changed, ${feed.gone} gone`
      console.error(`${key}: ${feed.outcome} (${figures})${feed.error ? ` ${feed.error}` : ''}`)
    }
  }
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = last.then(look).catch(() => undefined)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await last
    await look()
    if (terminal) process.stderr.write('\n')
  }
}

type Passing = Pick<FeedFigures, 'collector' | 'calls' | 'callsExpected'>

/** One line of progress: a bar, how many feeds are done, calls a second, time left as far as it can be told, what runs. */
export function progressLine(running: Passing[], done: Passing[], total: number, elapsedMs: number): string {
  const share = total === 0 ? 1 : (done.length + running.reduce((sum, feed) => sum + shareOf(feed), 0)) / total
  const width = 24
  const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░')
  const made = [...done, ...running].reduce((sum, { calls }) => sum + calls, 0)
  const perSecond = made / Math.max(1, elapsedMs / 1000)
  const toMake = running.reduce((sum, { calls, callsExpected }) => sum + Math.max(0, (callsExpected ?? 0) - calls), 0)
  const left = toMake > 0 && perSecond > 0 ? `, ${durationOf(toMake / perSecond)} left` : ''
  const names = running.map(
    ({ collector, calls, callsExpected }) => `${collector} ${calls}${callsExpected ? `/${callsExpected}` : ''}`,
  )
  const pace = `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} calls/s${left}`
  return `${bar} ${Math.floor(share * 100)}%  ${done.length} of ${total} feeds  ${pace}  ${names.join(', ')}`.trimEnd()
}

const shareOf = ({ calls, callsExpected }: Passing) => (callsExpected ? Math.min(0.99, calls / callsExpected) : 0)

function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
