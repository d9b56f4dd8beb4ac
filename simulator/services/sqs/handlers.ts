import type * as sqs from '@aws-sdk/client-sqs'
import type { Handlers } from '../../wire/handlers.ts'
import type { Call } from '../call.ts'

export type SqsHandlers = Handlers<typeof sqs, Call>
