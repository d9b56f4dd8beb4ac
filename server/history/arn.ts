import type { FactAccount } from './observation.ts'

/** The ARN of an object of AWS IoT: the index and some lists leave it out. */
export function iotArn({ awsAccountId, region }: Omit<FactAccount, 'id'>, resource: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:iot:${region}:${awsAccountId}:${resource}`
}

/** What an ARN ends in, after `kind/`: `certificate` for a certificate's ARN. Null for another kind. */
export function nameInArn(arn: string, kind: 'cert' | 'thinggroup'): string | null {
  const match = /^arn:[^:]*:iot:[^:]*:[^:]*:([a-z]+)\/(.+)$/s.exec(arn)
  return match && match[1] === kind ? (match[2] ?? null) : null
}
