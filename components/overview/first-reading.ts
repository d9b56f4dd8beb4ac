import type { Feed } from '#contract/sync.ts'

/** What one kind of feed still has to read for the first time, over the accounts in scope. */
export type Reading = {
  collector: string
  title: string
  moving: boolean
  seen: number
  /** AWS calls made and expected; expected is null while nobody can say. */
  calls: number
  callsExpected: number | null
  etaS: number | null
}

/** The feeds that are on their way to their first success. Those AWS refuses are not: nothing comes of waiting. */
export function firstReadings(feeds: readonly Feed[]): Reading[] {
  const pending = feeds.filter((feed) => feed.lastSuccessAt === null && waiting.includes(feed.state))
  return [...new Set(pending.map((feed) => feed.collector))].map((collector) => {
    const ours = pending.filter((feed) => feed.collector === collector)
    const passes = ours.flatMap((feed) => (feed.running && feed.pass ? [feed.pass] : []))
    const expected = passes.map((pass) => pass.callsExpected)
    const etas = passes.flatMap((pass) => (pass.etaS === null ? [] : [pass.etaS]))
    return {
      collector,
      title: ours[0]?.title ?? collector,
      moving: passes.length > 0,
      seen: sum(passes.map((pass) => pass.seen)),
      calls: sum(passes.map((pass) => pass.calls)),
      callsExpected: expected.includes(null) || expected.length === 0 ? null : sum(expected.map((calls) => calls ?? 0)),
      etaS: etas.length > 0 ? Math.max(...etas) : null,
    }
  })
}

/** True while no feed of things has ever completed: what is counted is not the fleet yet. */
export function thingsUnread(feeds: readonly Feed[]) {
  const things = feeds.filter((feed) => feed.collector === 'things')
  return things.length > 0 && things.every((feed) => feed.lastSuccessAt === null)
}

const waiting = ['running', 'never']
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
