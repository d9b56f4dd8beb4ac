import { iotArn } from '#server/history/arn.ts'
import type { FactAccount } from '#server/history/observation.ts'

/** The ARN of an object of AWS IoT Greengrass, such as `deployments:id`. */
export const greengrassArn = (account: FactAccount, resource: string): string =>
  iotArn(account, resource).replace(':iot:', ':greengrass:')
