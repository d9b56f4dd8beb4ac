import { type CheckId, checks } from '#generated/checks.ts'
import type { Answer, Check, CheckedKind, Failing } from '#server/findings/check.ts'
import { dayMs } from '#server/findings/days.ts'
import type {
  AccountFacts,
  CaCertificateFacts,
  CertificateFacts,
  ObjectFacts,
  PolicyFacts,
  ThingFacts,
  ThingOf,
} from '#server/findings/facts.ts'

export const now = new Date('2026-11-20T12:00:00Z')
export const inDays = (days: number) => new Date(now.getTime() + days * dayMs)

const registry: Readonly<Record<CheckId, Check>> = checks

/** The numbers a check goes by unless people set others. */
export const defaultsOf = (check: Check): Record<string, number> =>
  Object.fromEntries(Object.entries(check.parameters ?? {}).map(([name, { default: value }]) => [name, value]))

// What a test asks is of the kind that the check named is about: its id says so.
function answerOf(id: CheckId, facts: unknown, numbers: Record<string, number>, at: Date): Answer | 'not about' {
  const check = registry[id] as unknown as {
    applies?(facts: unknown): boolean
    judge(facts: unknown, now: Date, numbers: Record<string, number>): Answer
  }
  if (check.applies && !check.applies(facts)) return 'not about'
  return check.judge(facts, at, { ...defaultsOf(registry[id]), ...numbers })
}

/** What a check makes of facts, in a word: its severity when it fails, several with their reasons. */
export function ask(id: CheckId, facts: unknown, numbers: Record<string, number> = {}, at = now): string {
  const answer = answerOf(id, facts, numbers, at)
  if (answer === 'not about') return answer
  if (answer === null || (Array.isArray(answer) && answer.length === 0)) return 'passes'
  if ('unknown' in answer) return 'unknown'
  if (Array.isArray(answer)) return answer.map(({ reason, severity }) => `${severity} ${reason}`).join(', ')
  return answer.severity
}

/** The failures a check tells of. */
export function failuresOf(id: CheckId, facts: unknown, numbers: Record<string, number> = {}): Failing[] {
  const answer = answerOf(id, facts, numbers, now)
  if (answer === 'not about' || answer === null || 'unknown' in answer) throw new Error(`${id} does not fail`)
  return [answer].flat()
}

export const idsAbout = (kind: CheckedKind): CheckId[] =>
  (Object.keys(registry) as CheckId[]).filter((id) => registry[id].about === kind)

export const aThingOf = (facts: Partial<ThingOf> = {}): ThingOf => ({
  name: 'pump-7',
  type: 'pump',
  groups: [],
  connected: null,
  credentials: 1,
  ...facts,
})

export const aCertificate = (facts: Partial<CertificateFacts> = {}): CertificateFacts => ({
  rowId: '1',
  name: 'a'.repeat(64),
  status: 'ACTIVE',
  mode: 'DEFAULT',
  createdAt: inDays(-100),
  describedAt: inDays(-100),
  notBefore: inDays(-100),
  notAfter: inDays(500),
  keyAlgorithm: 'EC',
  keyBits: 256,
  signatureAlgorithm: 'ecdsa-with-SHA256',
  caCertificateId: 'c'.repeat(64),
  thingCount: 1,
  hasPolicy: true,
  leftover: false,
  things: [aThingOf()],
  changedAt: inDays(-10),
  connections: { last: inDays(-1), clients: 1 },
  claim: false,
  ...facts,
})

export const aCaCertificate = (facts: Partial<CaCertificateFacts> = {}): CaCertificateFacts => ({
  rowId: '1',
  name: 'c'.repeat(64),
  status: 'ACTIVE',
  autoRegistration: 'DISABLE',
  notBefore: inDays(-1000),
  notAfter: inDays(1000),
  keyAlgorithm: 'RSA',
  keyBits: 4096,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  activeChildren: 3,
  ...facts,
})

type Presence = NonNullable<ThingFacts['presence']>

export const aPresence = (presence: Partial<Presence> = {}): Presence => ({
  connected: true,
  since: inDays(-1),
  clientId: 'pump-7',
  gapsObserved: 5,
  typicalGapS: 3600,
  longestGapS: 7200,
  ...presence,
})

export const aThing = (facts: Partial<ThingFacts> = {}): ThingFacts => ({
  rowId: '1',
  name: 'pump-7',
  type: 'pump',
  groups: [],
  firstSeenAt: inDays(-400),
  certificates: 1,
  activeCertificates: 1,
  otherPrincipals: 0,
  presence: aPresence(),
  ...facts,
})

export const aPolicy = (document: object | string | null, facts: Partial<PolicyFacts> = {}): PolicyFacts => ({
  rowId: '1',
  name: 'pumps',
  awsAccountId: '123456789012',
  region: 'eu-west-1',
  defaultVersionId: '1',
  targets: 10,
  mostOnOneCertificate: 1,
  crossings: [],
  versions:
    document === null
      ? []
      : [
          {
            versionId: '1',
            isDefault: true,
            document: typeof document === 'string' ? document : JSON.stringify(document),
          },
        ],
  ...facts,
})

export const anAccount = (
  objects: { kind: string; name?: string; facts: unknown }[] = [],
  facts: Partial<AccountFacts> = {},
): AccountFacts => ({
  rowId: null,
  name: '123456789012',
  region: 'eu-west-1',
  objects: objects.map((object) => ({ name: 'account', ...object, seenAt: now })),
  unread: {},
  otherRegions: ['eu-central-1'],
  suppressions: { broadest: [], lastHour: 0, by: [] },
  ...facts,
})

export const anObject = (facts: unknown, name = 'an-object'): ObjectFacts => ({ rowId: null, name, facts })
