import type { DescribedExecution } from '#server/aws/jobs.ts'
import { messageIn } from '#server/deployments/keep/message.ts'
import { executionsToAsk, recordTold, type ToAsk, type ToldFacts, toAskCount } from '#server/deployments/keep/told.ts'
import { collector, minutes, type Source, worklist } from '../collector.ts'

/** Calls of one pass at most: at half of AWS's ten a second, two minutes. */
const mostPerPass = 600
/** What is in progress for this long is asked whether a timer runs. */
const longInProgressMs = minutes(30)

/** `nth` counts the executions that this pass took before. */
type Item = { at: ToAsk & { nth: number } }

export default collector({
  title: 'Messages of devices',
  brings: 'what devices say of executions that failed or take long',
  everyMs: minutes(2),
  after: ['job-executions'],
  needs: ['iot:DescribeJobExecution'],
  ways: {
    newest: worklist<Item, DescribedExecution>({
      async next(source, after, limit) {
        const nth = after ? after.nth + 1 : 0
        const most = Math.min(limit, mostPerPass - nth)
        if (most <= 0) return []
        const found = await executionsToAsk(source.sql, source.account.id, sinceBefore(source), after, most)
        return found.map((one, place) => ({ at: { ...one, nth: nth + place } }))
      },
      read: ({ aws }, { at }) => aws.jobs.execution(at.job, at.thing),
      async keep(seen, read) {
        const facts = read.map(({ item, answer }): ToldFacts => {
          const { deployment, thing } = item.at
          return { deployment, thing, said: answer && toSaid(answer, Date.now()) }
        })
        return { changed: await recordTold(seen, facts) }
      },
      expected: (source) => toAskCount(source.sql, source.account.id, sinceBefore(source), mostPerPass),
    }),
  },
})

const sinceBefore = ({ passStartedAt }: Source) => new Date(passStartedAt.getTime() - longInProgressMs)

function toSaid(execution: DescribedExecution, now: number): NonNullable<ToldFacts['said']> {
  const { status, lastUpdatedAt, statusDetails, approximateSecondsBeforeTimedOut: seconds } = execution
  const map = statusDetails?.detailsMap ?? {}
  const details = Object.keys(map).length > 0 ? map : null
  return {
    status,
    updatedAt: lastUpdatedAt ?? null,
    message: messageIn(details),
    details,
    hasTimer: status === 'IN_PROGRESS' ? seconds !== undefined : null,
    timesOutAt: status === 'IN_PROGRESS' && seconds !== undefined ? new Date(now + seconds * 1000) : null,
  }
}
