import { filterLogEvents } from './filter-log-events.ts'
import { logGroups } from './groups.ts'
import type { LogsHandlers } from './handlers.ts'
import { queries } from './queries.ts'

/** Every CloudWatch Logs operation that is simulated. */
export const logsOperations: LogsHandlers = { ...logGroups, ...filterLogEvents, ...queries }
