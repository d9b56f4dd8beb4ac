import { z } from 'zod'
import type { BehaviourName } from '../behaviours.ts'

/** Why a client id is used twice; besides, a broker that loses all its sessions, which looks alike. */
export const conflictCause = z.enum([
  'same-credential-two-places',
  'two-credentials-one-client-id',
  'second-process',
  'flapping-link',
  'client-or-sdk-bug',
  'broker-restart',
])
export type ConflictCause = z.infer<typeof conflictCause>

interface Staging {
  behaviour: BehaviourName
  /** Things it takes unless they are named. */
  things: number
  /** The types it is most at home with; a fleet without them gives others. */
  types: readonly string[]
}

export const stagings: Record<ConflictCause, Staging> = {
  'same-credential-two-places': { behaviour: 'clone', things: 1, types: ['pump-controller', 'smart-meter'] },
  'two-credentials-one-client-id': { behaviour: 'clone', things: 1, types: ['ev-charger', 'smart-meter'] },
  'second-process': { behaviour: 'second-process', things: 1, types: ['edge-gateway', 'pump-controller'] },
  'flapping-link': { behaviour: 'roaming', things: 1, types: ['cold-chain-logger', 'asset-tracker'] },
  'client-or-sdk-bug': { behaviour: 'bad-firmware', things: 24, types: ['smart-meter'] },
  'broker-restart': { behaviour: 'steady', things: 24, types: ['smart-meter'] },
}
