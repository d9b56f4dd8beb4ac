import type pg from 'pg'
import { links } from '#contract/links.ts'
import { checkTrail } from './activity/check.ts'
import { notify } from './notifications/notice.ts'

/** Verifies the trail and tells of a break, once each. Killed in between, the next check finds it and tells. */
export async function checkAndTell(pool: pg.Pool, kind: 'recent' | 'full', now: Date): Promise<void> {
  const { problems } = await checkTrail(pool, kind, now)
  const [first] = problems
  if (!first) return
  await notify(pool, {
    key: `trail ${first.kind} ${first.position}`,
    ...{ about: 'trail', severity: 'critical', path: links.activity() },
    title: 'The trail of activity has been tampered with',
    body: problems.length > 1 ? `${first.sentence} And ${problems.length - 1} more.` : first.sentence,
  })
}
