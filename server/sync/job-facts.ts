import type { DescribedJob, ListedJob } from '#server/aws/jobs.ts'
import type { DeploymentFacts, NameAndVersion } from '#server/deployments/keep/facts.ts'
import { tellsSecurity } from '#server/deployments/keep/security-update.ts'

/** What is kept of a job's answer as AWS words it: how it is rolled out, and why it ended. */
const configKeys = [
  ...['targetSelection', 'jobExecutionsRolloutConfig', 'abortConfig', 'timeoutConfig', 'jobExecutionsRetryConfig'],
  ...['schedulingConfig', 'scheduledJobRollouts', 'presignedUrlConfig', 'isConcurrent', 'namespaceId'],
  ...['jobTemplateArn', 'documentParameters', 'forceCanceled', 'reasonCode', 'comment'],
]

/** A job as a deployment; `job` is missing where AWS's description could not be read. */
export function toJobFacts(
  listed: ListedJob,
  job: DescribedJob | undefined,
  document: string | undefined,
  arn: string,
): DeploymentFacts {
  const { jobId } = listed
  return {
    kind: 'job',
    name: jobId,
    title: jobId,
    arn: job?.jobArn ?? listed.jobArn ?? arn,
    awsStatus: job?.status ?? listed.status,
    description: job?.description ?? null,
    document,
    targets: job?.targets ?? [],
    packages: (job?.destinationPackageVersions ?? []).flatMap((text) => packageIn(text) ?? []),
    components: [],
    config: Object.fromEntries(configKeys.flatMap((key) => (job?.raw[key] == null ? [] : [[key, job.raw[key]]]))),
    carriedBy: null,
    continuous: (job?.targetSelection ?? listed.targetSelection) === 'CONTINUOUS',
    superseded: false,
    security: tellsSecurity({ name: jobId, description: job?.description, document }),
    createdAt: listed.createdAt ?? job?.createdAt ?? null,
    updatedAt: job?.lastUpdatedAt ?? listed.lastUpdatedAt ?? null,
    completedAt: job?.completedAt ?? listed.completedAt ?? null,
  }
}

/** `arn:aws:iot:…:package/name/version/1.0` in two parts; null for anything else. */
export function packageIn(arn: string): NameAndVersion | null {
  const [, name, version] = /:package\/([^/]+)\/version\/([^/]+)$/.exec(arn) ?? []
  return name && version ? { name, version } : null
}
