import { AwsError } from './wire/aws-error.ts'

/** Requests per second, account, region and operation: AWS's published defaults. What is not listed gets ten. */
const perSecond: Record<number, string[]> = {
  1: ['UpdateIndexingConfiguration'],
  5: ['GetEffectivePolicies', 'ListIndices'],
  15: [
    'ListAttachedPolicies',
    'AttachPolicy',
    'DetachPolicy',
    'GetPolicyVersion',
    'SearchIndex',
    'GetStatistics',
    'GetCardinality',
    'GetBucketsAggregation',
    'AttachThingPrincipal',
    'RegisterCertificate',
    'RegisterCertificateWithoutCA',
    'CreateCertificateFromCsr',
  ],
  20: ['ListThingPrincipals', 'ListThingPrincipalsV2', 'GetIndexingConfiguration'],
  25: ['ListThingsInThingGroup', 'ListThingsInBillingGroup'],
  100: [
    'ListThingGroupsForThing',
    'DescribeThingGroup',
    'DescribeThingType',
    'DescribeBillingGroup',
    'AddThingToThingGroup',
    'RemoveThingFromThingGroup',
    'CreateThing',
    'UpdateThing',
    'DeleteThing',
    'DetachThingPrincipal',
    'GetConnection',
    'DeleteConnection',
    'AssumeRole',
    'GetCallerIdentity',
  ],
  350: ['DescribeThing', 'GetThingConnectivityData'],
  20000: ['Publish'],
}

const defaultPerSecond = 10

const limits = new Map(
  Object.entries(perSecond).flatMap(([limit, operations]) => operations.map((operation) => [operation, Number(limit)])),
)

interface Bucket {
  tokens: number
  filledAt: number
}

/** Token buckets that hold one second's worth of calls. A scale of 0 lifts all limits. */
export class Quotas {
  readonly #buckets = new Map<string, Bucket>()

  constructor(public scale: number) {}

  /** Takes one call from the bucket, or throws ThrottlingException. Real time counts, not the simulator's clock. */
  spend(account: string, region: string, operation: string) {
    if (this.scale === 0) return
    const rate = (limits.get(operation) ?? defaultPerSecond) * this.scale
    const capacity = Math.max(1, rate)
    const now = performance.now()
    const key = `${account}/${region}/${operation}`
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, filledAt: now }
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate)
    bucket.filledAt = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens < 1) throw new AwsError('ThrottlingException', 'Rate exceeded')
    bucket.tokens--
  }

  reset() {
    this.#buckets.clear()
  }
}
