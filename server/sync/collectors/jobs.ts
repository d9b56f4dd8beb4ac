import type { DescribedJob, ListedJob } from '#server/aws/jobs.ts'
import { recordCounts } from '#server/deployments/keep/counts.ts'
import { recordDeployments, recordDeploymentsGone } from '#server/deployments/keep/deployments.ts'
import { type KnownJob, knownJobs, recordCarried } from '#server/deployments/keep/jobs.ts'
import { iotArn } from '#server/history/arn.ts'
import type { Observation } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { callFailure } from '../call-failure.ts'
import { collector, listing, minutes, type Source } from '../collector.ts'
import { toJobFacts } from '../job-facts.ts'

/** A listed job with what was asked for because it may have moved. `document` undefined: it is known. */
type Looked = { listed: ListedJob; known: KnownJob | undefined; job?: DescribedJob; document?: string | undefined }

export default collector({
  title: 'Jobs',
  brings: 'jobs, what they are for and how far they are',
  everyMs: minutes(2),
  after: ['greengrass-deployments'],
  needs: ['iot:ListJobs', 'iot:DescribeJob', 'iot:GetJobDocument'],
  ways: {
    list: listing<ListedJob, Looked>({
      pages: ({ aws }, token) => aws.jobs.jobs(token),
      async enrich(source, items) {
        const names = items.map(({ jobId }) => jobId)
        const known = await knownJobs(source.sql, source.account.id, names)
        const looked = await inParallel(items, 8, (listed) => look(source, listed, known.get(listed.jobId)))
        return looked.flatMap((one) => one ?? [])
      },
      keep,
      gone: {
        table: 'deployments',
        name: 'name',
        where: "t.kind = 'job'",
        exists: async ({ aws }, name) => (await aws.jobs.job(name)) !== null,
        keep: recordDeploymentsGone,
      },
    }),
  },
})

// What is over is described once: its counts move no more, and AWS tells when anything else did.
async function look(source: Source, listed: ListedJob, known: KnownJob | undefined): Promise<Looked | null> {
  const over = listed.status === 'COMPLETED' || listed.status === 'CANCELED'
  if (known && over && isAsKnown(listed, known)) return { listed, known }
  const job = await described(source, listed.jobId)
  if (job === null) return null
  if (job === 'odd') return { listed, known }
  const sameJob = known?.hasDocument && known.createdAt?.getTime() === listed.createdAt?.getTime()
  const document = sameJob || known?.carried ? undefined : await documentOf(source, listed.jobId)
  return { listed, known, job, document }
}

const isAsKnown = ({ status, lastUpdatedAt }: ListedJob, known: KnownJob) =>
  known.counted &&
  !known.gone &&
  (known.carried || known.awsStatus === status) &&
  lastUpdatedAt !== undefined &&
  known.updatedAt?.getTime() === lastUpdatedAt.getTime()

async function described({ aws }: Source, jobId: string): Promise<DescribedJob | null | 'odd'> {
  try {
    return await aws.jobs.job(jobId)
  } catch (error) {
    // One that cannot be read as documented is known by what the list says.
    if (!callFailure(error, 'malformed', 'invalid')) throw error
    return 'odd'
  }
}

// A job without its document is still a job.
async function documentOf(source: Source, jobId: string): Promise<string | undefined> {
  try {
    return (await source.aws.jobs.jobDocument(jobId)) ?? undefined
  } catch (error) {
    const failure = callFailure(error, 'denied', 'unavailable', 'invalid', 'malformed')
    if (!failure) throw error
    const { action } = failure.details
    source.remark = {
      message: `Job documents could not be read. ${failure.message}`,
      ...(action && { missingPermission: action }),
    }
    return undefined
  }
}

async function keep(seen: Observation, looked: Looked[]) {
  const own = looked.filter(({ known, job }) => !known?.carried && (job || !known))
  const arn = (id: string) => iotArn(seen.account, `job/${id}`)
  const facts = own.map(({ listed, job, document }) => toJobFacts(listed, job, document, arn(listed.jobId)))
  const { ids, added, changed } = await recordDeployments(seen, facts)
  const rows = looked.flatMap(({ listed, known, job }) => {
    const id = ids.get(listed.jobId) ?? known?.id
    return id === undefined ? [] : [{ id, listed, job, carried: known?.carried ?? false }]
  })
  const carried = rows.flatMap(({ id, listed, job, carried }) =>
    carried && job ? [{ id, updatedAt: listed.lastUpdatedAt ?? null, completedAt: listed.completedAt ?? null }] : [],
  )
  const carriedChanged = await recordCarried(seen, carried)
  const moved = await recordCounts(
    seen,
    rows.flatMap(({ id, job }) =>
      job ? [{ id, counts: job.jobProcessDetails, running: !['COMPLETED', 'CANCELED'].includes(job.status) }] : [],
    ),
  )
  // A job that two deployments claim to be carried by is one of them; an id comes once.
  return { ids: [...new Set(rows.map(({ id }) => id))], added, changed: changed + carriedChanged + moved }
}
