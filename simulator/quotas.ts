import { AwsError } from './wire/aws-error.ts'

/** Requests per second, account, region and operation: AWS's published defaults. What is not listed gets ten. */
const perSecond: Record<number, string[]> = {
  1: ['UpdateIndexingConfiguration'],
  2: ['GetV2LoggingOptions', 'SetV2LoggingOptions', 'SetV2LoggingLevel', 'ListV2LoggingLevels'],
  5: [
    'GetEffectivePolicies',
    'GetPackageConfiguration',
    'ListIndices',
    'DescribeAccountAuditConfiguration',
    'UpdateAccountAuditConfiguration',
    'ListScheduledAudits',
    'DescribeScheduledAudit',
  ],
  15: [
    'ListAttachedPolicies',
    'AttachPolicy',
    'DetachPolicy',
    'GetPolicyVersion',
    'SearchIndex',
    'GetStatistics',
    'GetCardinality',
    'GetBucketsAggregation',
    'GetCommand',
    'AttachThingPrincipal',
    'RegisterCertificate',
    'RegisterCertificateWithoutCA',
    'CreateCertificateFromCsr',
  ],
  20: ['ListThingPrincipals', 'ListThingPrincipalsV2', 'GetIndexingConfiguration', 'GetCommandExecution'],
  25: [
    'ListThingsInThingGroup',
    'ListThingsInBillingGroup',
    'DescribeAuditTask',
    'DescribeAuditFinding',
    'DescribeMitigationAction',
    'DescribeSecurityProfile',
  ],
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
    'ListSubscriptions',
    'StartCommandExecution',
    'AssumeRole',
    'GetCallerIdentity',
  ],
  350: ['DescribeThing', 'GetThingConnectivityData'],
  3000: [
    'GetQueueUrl',
    'GetQueueAttributes',
    'ReceiveMessage',
    'DeleteMessage',
    'DeleteMessageBatch',
    'ChangeMessageVisibility',
    'ChangeMessageVisibilityBatch',
  ],
  4000: ['GetThingShadow', 'UpdateThingShadow', 'ListNamedShadowsForThing'],
  20000: ['Publish', 'SendDirectMessage'],
}

const defaultPerSecond = 10

/** Services whose operations share one quota. */
const shared: ReadonlyMap<string, number> = new Map([['greengrass', 30]])

/** How often one client may be asked about, or disconnected. */
const perClientPerSecond = 1

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
  spend({ account, region }: { account: string; region: string }, service: string, operation: string) {
    const together = shared.get(service)
    if (together) return this.#take(`${account}/${region}/${service}`, together)
    this.#take(`${account}/${region}/${operation}`, limits.get(operation) ?? defaultPerSecond)
  }

  /** Takes one call from what AWS allows for a single client id of an account and region. Throws like `spend`. */
  spendOnClient(place: { account: string; region: string }, operation: string, clientId: string) {
    this.#take(`${place.account}/${place.region}/${operation}/${clientId}`, perClientPerSecond)
  }

  reset() {
    this.#buckets.clear()
  }

  #take(key: string, perSecond: number) {
    if (this.scale === 0) return
    const rate = perSecond * this.scale
    const capacity = Math.max(1, rate)
    const now = performance.now()
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, filledAt: now }
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate)
    bucket.filledAt = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens < 1) throw new AwsError('ThrottlingException', 'Rate exceeded')
    bucket.tokens--
  }
}
