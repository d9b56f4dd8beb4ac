import { AwsError } from '../../wire/aws-error.ts'

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message)
export const malformedQuery = (message: string) => new AwsError('MalformedQueryException', message)
export const noSuchGroup = () => new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
