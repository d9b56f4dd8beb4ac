import { certificates } from './certificates.ts'
import type { IotHandlers } from './handlers.ts'
import { indexing } from './indexing.ts'
import { search } from './search.ts'
import { things } from './things.ts'

/** Every IoT operation that is simulated. */
export const iotOperations: IotHandlers = { ...things, ...certificates, ...indexing, ...search }
