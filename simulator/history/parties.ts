import type { LogRecord } from '../broker/log-records.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Dice } from '../scenarios/dice.ts'
import { sha256 } from '../x509/seeded.ts'

/** Something a client did, as a log record would tell it. */
export interface Happening {
  at: number
  fields: Pick<LogRecord, 'eventType'> & Partial<LogRecord>
}

/** One side of a conflict, or a client by itself. */
export interface Party {
  principalId: string
  sourceIp: string
}

/** A client that is a thing of the fleet, with its certificate, or with a made-up one where it has none. */
export function someClient(fleet: Fleet, dice: Dice): Party & { clientId: string } {
  const thing = fleet.things.size ? fleet.things.at(dice.between(0, fleet.things.size - 1)) : undefined
  const clientId = thing?.name ?? `device-${dice.between(1, 1000)}`
  const principalId = thing?.certificates[0]?.id ?? sha256(clientId).toString('hex')
  return { clientId, principalId, sourceIp: thing?.details.connectivity?.sourceIp ?? somewhere(dice) }
}

/** An address of a range that is kept for tests (RFC 2544). */
export const somewhere = (dice: Dice) => `198.${dice.between(18, 19)}.${dice.between(0, 255)}.${dice.between(1, 254)}`

export const somePort = (dice: Dice) => dice.between(32_768, 60_999)
