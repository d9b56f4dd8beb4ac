import { copyExecutions } from '#server/deployments/keep/copy-executions.ts'
import { type ExecutionFacts, recordExecutions } from '#server/deployments/keep/executions.ts'
import { thingKey } from '#server/deployments/keep/facts.ts'
import {
  nextToRead,
  pagesToRead,
  settleReading,
  sweepExecutions,
  type ToRead,
} from '#server/deployments/keep/to-read.ts'
import { collector, minutes, nested, type Source } from '../collector.ts'
import { inBatches } from '../in-batches.ts'
import { type Place, placeAt, placesOf, toToken } from '../reading-place.ts'

export default collector({
  title: 'Job executions',
  brings: 'how far each device of a job is',
  everyMs: minutes(2),
  after: ['jobs'],
  needs: ['iot:ListJobExecutionsForJob'],
  ways: {
    'by-job': nested<ToRead, ExecutionFacts>({
      nextParent: ({ sql, account }, after) => nextToRead(sql, account.id, after),
      pages: (source, parent, token) => inBatches(pagesOf(source, parent, token), 2 * source.batchItems),
      async keep(seen, parent, facts) {
        const isFresh = parent.plan.whole && parent.plan.fresh
        const changed = await (isFresh ? copyExecutions : recordExecutions)(seen, parent.id, facts)
        parent.changed += changed
        return { keys: canLack(parent) ? facts.map(({ thing }) => thingKey(thing)) : [], changed }
      },
      async sweep(seen, parent, unseen) {
        const gone = canLack(parent) ? await sweepExecutions(seen, parent, unseen) : 0
        await settleReading(seen, parent)
        return { gone }
      },
      expected: ({ sql, account }) => pagesToRead(sql, account.id),
    }),
  },
})

// Only a list of all devices tells which of those we know are gone.
const canLack = ({ plan }: ToRead) => plan.whole && !plan.fresh

// A pass that is resumed goes on with the plan it began with, and for the counts of then: both are in its token.
async function* pagesOf({ aws }: Source, parent: ToRead, token: string | undefined) {
  const place: Place =
    token === undefined ? { plan: parent.plan, of: parent.of, changed: 0, at: 0, token: undefined } : placeAt(token)
  Object.assign(parent, { plan: place.plan, of: place.of, changed: place.changed })
  const states = placesOf(parent.plan)
  for (let at = place.at; at < states.length; at++) {
    const start = at === place.at ? place.token : undefined
    for await (const { items, next } of aws.jobs.executions(parent.job, states[at], start)) {
      const more = next !== undefined || at + 1 < states.length
      // The next page of this state, or the first of the following one.
      const here = next === undefined ? { at: at + 1, token: undefined } : { at, token: next }
      const { plan, of, changed } = parent
      yield { items, next: more ? toToken({ plan, of, changed, ...here }) : undefined }
    }
  }
}
