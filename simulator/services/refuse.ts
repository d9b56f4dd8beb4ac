import { AwsError } from '../wire/aws-error.ts'

export const invalidRequest = (message: string) => new AwsError('InvalidRequestException', message)
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message)
export const alreadyExists = (message: string, members: { resourceId?: string; resourceArn?: string } = {}) =>
  new AwsError('ResourceAlreadyExistsException', message, { members })
export const deleteConflict = (message: string) => new AwsError('DeleteConflictException', message)
export const versionConflict = (message: string) => new AwsError('VersionConflictException', message)
export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message)
