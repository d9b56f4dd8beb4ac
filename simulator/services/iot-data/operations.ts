import { connections } from './connections.ts'
import type { IotDataHandlers } from './handlers.ts'
import { messages } from './messages.ts'
import { shadows } from './shadows.ts'

/** Every operation of the data plane that is simulated. */
export const iotDataOperations: IotDataHandlers = { ...connections, ...messages, ...shadows }
