/**
 * AWS's default requests per second, per account, Region and operation (AWS General Reference, "AWS IoT Core" and
 * "AWS IoT Device Management endpoints and quotas"). What is not listed has ten.
 */
const perSecond: Record<number, string[]> = {
  15: ['SearchIndex', 'ListAttachedPolicies', 'GetPolicyVersion'],
  20: ['ListThingPrincipals', 'ListThingPrincipalsV2', 'GetIndexingConfiguration'],
  25: ['ListThingsInThingGroup', 'ListThingsInBillingGroup'],
  100: ['DescribeThingGroup', 'GetCallerIdentity'],
  350: ['DescribeThing'],
}

const rates = new Map(
  Object.entries(perSecond).flatMap(([rate, operations]) => operations.map((operation) => [operation, Number(rate)])),
)

/** Requests per second that AWS allows an account in one Region by default. */
export const defaultRate = (operation: string): number => rates.get(operation) ?? 10
