/**
 * AWS's default requests per second, per account, Region and operation (AWS General Reference, "AWS IoT Core", "AWS IoT
 * Device Management" and "AWS IoT Device Defender endpoints and quotas"). What is not listed has ten.
 */
const perSecond: Record<number, string[]> = {
  2: ['GetV2LoggingOptions', 'ListV2LoggingLevels'],
  // The lowest of any Region ("CloudWatch Logs quotas").
  5: [
    ...['FilterLogEvents', 'DescribeAccountAuditConfiguration', 'ListScheduledAudits', 'DescribeScheduledAudit'],
    // Not documented: as the slowest of its neighbours.
    'ListRelatedResourcesForAuditFinding',
  ],
  15: ['SearchIndex', 'ListAttachedPolicies', 'GetPolicyVersion', 'AttachPolicy', 'DetachPolicy'],
  20: ['ListThingPrincipals', 'ListThingPrincipalsV2', 'GetIndexingConfiguration'],
  25: [
    ...['ListThingsInThingGroup', 'ListThingsInBillingGroup', 'DescribeAuditTask', 'DescribeAuditFinding'],
    ...['DescribeMitigationAction', 'DescribeSecurityProfile'],
  ],
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
