import type * as logs from '@aws-sdk/client-cloudwatch-logs'
import type { Handlers } from '../../wire/handlers.ts'
import type { Call } from '../call.ts'

export type LogsHandlers = Handlers<typeof logs, Call>
