import { cores } from './cores.ts'
import { deployments } from './deployments.ts'
import type { GreengrassHandlers } from './handlers.ts'

/** Every Greengrass operation that is simulated. */
export const greengrassOperations: GreengrassHandlers = { ...cores, ...deployments }
