import type { Fleet } from '../fleet/fleet.ts'
import type { Dice } from '../scenarios/dice.ts'
import { type Happening, type Party, someClient, somePort } from './parties.ts'

interface Span {
  from: number
  to: number
  count: number
}

type Client = Party & { clientId: string }

const refusalKinds = ['Connect', 'Publish-In', 'Subscribe', 'Connection.AuthNError'] as const
const burstMs = 3_600_000
const clients = 40

/**
 * Refusals, half of them spread over many clients as in life, and half by four clients within their last hour, one of each
 * kind: a connect, a publish and a subscribe that policies deny, and a certificate that is no longer let in.
 */
export function refusalsOf(fleet: Fleet, dice: Dice, { from, to, count }: Span) {
  const spread = many(fleet, dice)
  const happenings = Array.from({ length: Math.ceil(count / 2) }, () => {
    return refusal(dice, dice.pick(spread), dice.pick(refusalKinds), dice.between(from, to))
  })
  const bursts = refusalKinds.map((kind, place) => {
    const share = Math.floor((Math.floor(count / 2) + place) / refusalKinds.length)
    return { kind, client: someClient(fleet, dice), count: share, from: Math.max(from, to - burstMs), to }
  })
  for (const burst of bursts) {
    for (let index = 0; index < burst.count; index++) {
      happenings.push(refusal(dice, burst.client, burst.kind, dice.between(burst.from, burst.to)))
    }
  }
  const told = bursts.map(({ kind, client, ...burst }) => ({ kind, ...client, count: burst.count }))
  return { happenings, bursts: told }
}

/** Messages that went through, a third of them by one client within its last hour. */
export function messagesOf(fleet: Fleet, dice: Dice, { from, to, count }: Span) {
  const spread = many(fleet, dice)
  const loud = someClient(fleet, dice)
  const happenings = Array.from({ length: count }, (_, index): Happening => {
    const isLoud = index % 3 === 0
    const { clientId, ...party } = isLoud ? loud : dice.pick(spread)
    const at = dice.between(isLoud ? Math.max(from, to - burstMs) : from, to)
    const topicName = `telemetry/${clientId}`
    return { at, fields: { eventType: 'Publish-In', clientId, ...party, sourcePort: somePort(dice), topicName } }
  })
  return { happenings, loudest: loud.clientId }
}

const many = (fleet: Fleet, dice: Dice) => Array.from({ length: clients }, () => someClient(fleet, dice))

function refusal(dice: Dice, client: Client, eventType: (typeof refusalKinds)[number], at: number): Happening {
  const { clientId, ...party } = client
  const sourcePort = somePort(dice)
  if (eventType === 'Connection.AuthNError') {
    const why = { reason: 'DEVICE_CERTIFICATE_REVOKED', details: 'Certificate is revoked', authenticationType: 'X.509' }
    return { at, fields: { eventType, ...party, sourcePort, ...why } }
  }
  const topic = eventType === 'Connect' ? {} : { topicName: `admin/${clientId}` }
  const why = { reason: 'AUTHORIZATION_FAILURE', details: 'Authorization Failure' }
  return { at, fields: { eventType, clientId, ...party, sourcePort, ...topic, ...why } }
}
