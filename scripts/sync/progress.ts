import type pg from 'pg'
import type { Wanted } from '#server/sync/once.ts'
import { feedsOf } from './summary.ts'

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
    if (terminal)
      return draw(
        feeds.filter(({ running }) => running),
        done.length,
        feeds.length,
      )
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

type Running = { collector: string; calls: number; callsExpected: number | null }

function draw(running: Running[], done: number, total: number) {
  const share = total === 0 ? 1 : (done + running.reduce((sum, feed) => sum + shareOf(feed), 0)) / total
  const width = 24
  const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░')
  const names = running.map(
    ({ collector, calls, callsExpected }) => `${collector} ${calls}${callsExpected ? `/${callsExpected}` : ''}`,
  )
  const line = `${bar} ${Math.floor(share * 100)}%  ${done} of ${total} feeds  ${names.join(', ')}`
  process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 100) - 1)}`)
}

const shareOf = ({ calls, callsExpected }: Running) => (callsExpected ? Math.min(0.99, calls / callsExpected) : 0)
