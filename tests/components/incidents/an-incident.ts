import type { Incident, Party } from '#contract/incidents.ts'

const at = '2026-11-20T09:00:00.000Z'

/** One side, as far as records that say everything tell. */
export const aSide = (given: Partial<Party> = {}): Party => ({
  key: 'p1',
  principal: 'a'.repeat(64),
  certificate: 'a'.repeat(64),
  certificateStatus: 'ACTIVE',
  thing: 'pump-1',
  addresses: ['203.0.113.7'],
  networks: ['203.0.113.0/24'],
  firstAt: at,
  lastAt: at,
  connects: 12,
  kicked: 11,
  seenAs: 'both',
  ...given,
})

type Answered = Pick<Incident, 'cause' | 'clientId' | 'thing' | 'sides'>

/** What the answers of an incident are made of. */
export const answered = (given: Partial<Answered> = {}): Answered => ({
  cause: 'two-credentials-one-client-id',
  clientId: 'pump-1',
  thing: 'pump-1',
  sides: [aSide(), aSide({ key: 'p2', principal: 'b'.repeat(64), certificate: 'b'.repeat(64), thing: 'pump-2' })],
  ...given,
})
