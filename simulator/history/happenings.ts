import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import { disconnectFields, type LogRecord } from '../broker/log-records.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Dice } from '../scenarios/dice.ts'
import { type Happening, type Party, someClient, somePort, somewhere } from './parties.ts'

interface Span {
  from: number
  to: number
}

/** Clients that come, stay a while and go for reasons of their own. So many records, in no order. */
export function comingsAndGoings(fleet: Fleet, dice: Dice, { from, to, count }: Span & { count: number }): Happening[] {
  const happened: Happening[] = []
  const clients = Array.from({ length: Math.min(count, manyClients) }, () => someClient(fleet, dice))
  while (happened.length < count) {
    const client = { ...dice.pick(clients), sourcePort: somePort(dice) }
    const at = dice.between(from, to)
    happened.push({ at, fields: { eventType: 'Connect', ...client } })
    const until = at + dice.between(60_000, 6 * 3_600_000)
    const goodbye = { eventType: 'Disconnect', ...client, ...disconnectFields(dice.pick(ordinary)) } as const
    if (until < to && happened.length < count) happened.push({ at: until, fields: goodbye })
  }
  return happened
}

const manyClients = 5000

const ordinary: DisconnectReasonValue[] = ['CLIENT_INITIATED_DISCONNECT', 'CONNECTION_LOST', 'MQTT_KEEP_ALIVE_TIMEOUT']

type PastCause = 'same-credential-two-places' | 'two-credentials-one-client-id' | 'second-process' | 'flapping-link'

const causes: readonly PastCause[] = [
  'same-credential-two-places',
  'two-credentials-one-client-id',
  'second-process',
  'flapping-link',
]

/** Conflicts about so many client ids, the causes taking turns, with so many take-overs in all. */
export function conflictsOf(
  fleet: Fleet,
  dice: Dice,
  { from, to, count, kicks }: Span & { count: number; kicks: number },
) {
  const share = Math.max(1, Math.floor(kicks / count))
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, place) => {
    const cause = causes[place % causes.length] ?? 'flapping-link'
    const client = another(() => someClient(fleet, dice), taken)
    // Every tenth client id is nobody's in the registry.
    const clientId = place % 10 === 9 ? `bench-tool-${place}` : client.clientId
    const pause = pauses[cause]
    const startsAt = dice.between(from, Math.max(from, to - share * pause[1]))
    const happenings = takeOvers(dice, { clientId, sides: sidesOf(cause, fleet, dice, client), startsAt, share, pause })
    const endsAt = happenings.at(-1)?.at ?? startsAt
    return { clientId, cause, kicks: share, from: new Date(startsAt), to: new Date(endsAt), happenings }
  })
}

/** Milliseconds between take-overs: by back-off, by a supervisor's clock, or by keep-alive. */
const pauses: Record<PastCause, readonly [least: number, most: number]> = {
  'same-credential-two-places': [20_000, 45_000],
  'two-credentials-one-client-id': [15_000, 60_000],
  'second-process': [10_000, 10_400],
  'flapping-link': [90_000, 900_000],
}

/** Who connects in which round. */
function sidesOf(cause: PastCause, fleet: Fleet, dice: Dice, own: Party): (round: number) => Party {
  const elsewhere = somewhere(dice)
  switch (cause) {
    case 'same-credential-two-places':
      return (round) => (round % 2 ? { ...own, sourceIp: elsewhere } : own)
    case 'two-credentials-one-client-id': {
      const other = { ...own, ...someClient(fleet, dice), sourceIp: elsewhere }
      return (round) => (round % 2 ? other : own)
    }
    case 'second-process':
      return () => own
    case 'flapping-link':
      // Each network change brings an address that does not come again.
      return (round) => (round ? { ...own, sourceIp: addressAfter(own.sourceIp, round) } : own)
  }
}

const addressAfter = (address: string, round: number) => address.replace(/\.\d+$/, `.${1 + ((round * 37) % 254)}`)

interface TakeOvers {
  clientId: string
  sides: (round: number) => Party
  startsAt: number
  share: number
  pause: readonly [least: number, most: number]
}

function takeOvers(dice: Dice, { clientId, sides, startsAt, share, pause }: TakeOvers): Happening[] {
  const happened: Happening[] = []
  let at = startsAt
  let victim: Party & { sourcePort: number } = { ...sides(0), sourcePort: somePort(dice) }
  happened.push({ at, fields: { eventType: 'Connect', ...victim, clientId } })
  for (let round = 1; round <= share; round++) {
    at += dice.between(...pause)
    const newcomer = { ...sides(round), sourcePort: somePort(dice) }
    happened.push({ at, fields: { eventType: 'Disconnect', ...victim, clientId, ...spelling(dice) } })
    happened.push({ at: at + 4, fields: { eventType: 'Connect', ...newcomer, clientId } })
    victim = newcomer
  }
  return happened
}

/** AWS documents a take-over in more than one form. */
function spelling(dice: Dice): Partial<LogRecord> {
  const { reason, details, disconnectReason } = disconnectFields('DUPLICATE_CLIENTID')
  const known = reason !== undefined && details !== undefined ? { reason, details } : {}
  return dice.pick([
    { ...known, disconnectReason },
    known,
    { ...known, disconnectReason: 'CLIENT_INITIATED_DISCONNECT' as const },
  ])
}

/** One whose client id is not taken, as long as there are such. */
function another<Client extends { clientId: string }>(draw: () => Client, taken: Set<string>): Client {
  let client = draw()
  for (let tries = 0; tries < 100 && taken.has(client.clientId); tries++) client = draw()
  taken.add(client.clientId)
  return client
}
