import type { SqsHandlers } from './handlers.ts'
import { messages } from './messages.ts'
import { queues } from './queues.ts'

/** Every SQS operation that is simulated. */
export const sqsOperations: SqsHandlers = { ...queues, ...messages }
