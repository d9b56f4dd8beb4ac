import type * as greengrass from '@aws-sdk/client-greengrassv2'
import { AwsError } from '../../wire/aws-error.ts'
import type { Handlers } from '../../wire/handlers.ts'
import type { Call } from '../call.ts'

export type GreengrassHandlers = Handlers<typeof greengrass, Call>

/** Every list of Greengrass has up to a hundred on a page. */
export const page = { max: 100, fallback: 50 }

export const missing = (resourceId: string | undefined, resourceType: string) =>
  new AwsError('ResourceNotFoundException', `${resourceType} ${resourceId} does not exist`, {
    members: { resourceId, resourceType },
  })

export const invalid = (message: string) =>
  new AwsError('ValidationException', message, { members: { reason: 'FIELD_VALIDATION_FAILED' } })
