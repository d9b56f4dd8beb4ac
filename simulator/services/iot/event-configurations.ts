import { EventType } from '@aws-sdk/client-iot'
import { invalidRequest } from '../refuse.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

const types: readonly string[] = Object.values(EventType)

/** Which registry events an account has published. */
export const eventConfigurations: IotHandlers = {
  DescribeEventConfigurations(_input, { fleet }) {
    const all = types.map((type) => [type, { Enabled: fleet.eventTypes.has(type) }])
    return {
      eventConfigurations: Object.fromEntries(all),
      creationDate: epochDate(fleet.createdAt),
      lastModifiedDate: epochDate(fleet.createdAt),
    }
  },

  UpdateEventConfigurations({ eventConfigurations = {} }, { fleet }) {
    for (const [type, { Enabled } = {}] of Object.entries(eventConfigurations)) {
      if (!types.includes(type)) throw invalidRequest(`Unknown event type ${type}`)
      if (Enabled) fleet.eventTypes.add(type)
      else fleet.eventTypes.delete(type)
    }
    return {}
  },
}
