import { z } from 'zod'
import type { Controls } from './control.ts'
import { defaultLogGroup, loggingOf } from './fleet/logging.ts'
import { historyRequest, writeHistory } from './history/history.ts'
import { homeAccount, type World } from './world.ts'

const place = {
  account: z.string().default(homeAccount.id),
  region: z.string().default(homeAccount.region),
}

const level = z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'DISABLED'])

const loggingRequest = z.strictObject({
  ...place,
  logging: z
    .strictObject({
      defaultLevel: level.default('ERROR'),
      isDisabled: z.boolean().default(false),
      events: z
        .array(z.strictObject({ eventType: z.string(), logLevel: level, logDestination: z.string().optional() }))
        .default([]),
    })
    .nullable(),
})

const past = historyRequest.extend(place)

/** What accounts log, and what they would have logged in the past. */
export const feedControls = (world: World): Controls => ({
  'GET /logging': () => ({
    accounts: world.fleets.map(({ account, region, logging = null, logs }) => {
      return { account, region, logging, groups: logs.items.map(({ name, size }) => ({ name, records: size })) }
    }),
  }),
  'PUT /logging': (body) => {
    const { account, region, logging } = loggingRequest.parse(body)
    const fleet = world.fleet(account, region)
    fleet.logging = logging ? { ...loggingOf(account, logging.events), ...logging } : undefined
    if (fleet.logging) {
      const elsewhere = fleet.logging.events.flatMap(({ logDestination }) => logDestination ?? [])
      for (const name of [defaultLogGroup, ...elsewhere]) fleet.logs.open(name, world.clock.now())
    }
    return { account, region, logging: fleet.logging ?? null }
  },
  'POST /history': (body) => {
    const { account, region, ...request } = past.parse(body)
    return writeHistory(world.fleet(account, region), request)
  },
})
