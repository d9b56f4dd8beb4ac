/**
 * AWS's default requests per second, per account, Region and operation (AWS General Reference, "AWS IoT Core" and
 * "AWS IoT Device Management endpoints and quotas"). What is not listed has ten.
 */
const perSecond: Record<number, string[]> = {
  2: ['GetV2LoggingOptions'],
  // The lowest of any Region ("CloudWatch Logs quotas").
  5: ['FilterLogEvents'],
  15: ['SearchIndex', 'ListAttachedPolicies', 'GetPolicyVersion', 'AttachPolicy', 'DetachPolicy'],
  20: ['ListThingPrincipals', 'ListThingPrincipalsV2', 'GetIndexingConfiguration'],
  25: ['ListThingsInThingGroup', 'ListThingsInBillingGroup'],
  100: [
    ...['DescribeThingGroup', 'GetCallerIdentity', 'ListThingGroupsForThing'],
    ...['AddThingToThingGroup', 'RemoveThingFromThingGroup', 'GetConnection', 'DeleteConnection'],
  ],
  350: ['DescribeThing', 'GetThingConnectivityData'],
  // AWS counts messages per connection and account far above what a response sends.
  1000: ['Publish', 'ReceiveMessage', 'DeleteMessageBatch'],
}

const rates = new Map(
  Object.entries(perSecond).flatMap(([rate, operations]) => operations.map((operation) => [operation, Number(rate)])),
)

/** Requests per second that AWS allows an account in one Region by default. */
export const defaultRate = (operation: string): number => rates.get(operation) ?? 10
