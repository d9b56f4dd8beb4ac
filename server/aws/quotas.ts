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
    ...['ListRelatedResourcesForAuditFinding', 'ListPackageVersions'],
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

// All operations of Greengrass V2's control plane share one limit ("AWS IoT Greengrass V2 endpoints and quotas").
const greengrass = new Set([
  ...['ListCoreDevices', 'GetCoreDevice', 'ListDeployments', 'GetDeployment', 'CreateDeployment', 'CancelDeployment'],
  ...['ListEffectiveDeployments', 'ListInstalledComponents'],
])
const greengrassRate = (region: string) => (region === 'cn-north-1' ? 10 : 30)

/** What AWS counts an operation in, and how many requests of it per second: most operations are counted by themselves. */
export const bucketOf = (operation: string, region: string): { bucket: string; perSecond: number } =>
  greengrass.has(operation)
    ? { bucket: 'greengrass', perSecond: greengrassRate(region) }
    : { bucket: operation, perSecond: defaultRate(operation) }
