import type { CertificateFacts, FactsOf, GroupFacts, ResponderSetup } from '#server/response/action.ts'

const fresh = { at: new Date('2026-11-20T08:00:00Z'), fromAws: true }

export const aSetup = (changes: Partial<ResponderSetup> = {}): ResponderSetup => ({
  quarantineGroup: 'quarantine',
  quarantinePolicy: 'DenyAll',
  quarantineReady: true,
  quarantineGroupArn: 'arn:aws:iot:eu-west-1:123456789012:thinggroup/quarantine',
  quarantinePath: ['quarantine'],
  policyReady: true,
  stopTopic: null,
  stopPayload: null,
  awsAccountId: '123456789012',
  region: 'eu-west-1',
  ...changes,
})

export const aCertificate = (changes: Partial<CertificateFacts> = {}): CertificateFacts => ({
  certificateId: 'c1',
  arn: 'arn:aws:iot:eu-west-1:123456789012:cert/c1',
  status: 'ACTIVE',
  expired: false,
  things: ['pump-1'],
  clients: ['pump-1'],
  seen: [],
  heldByOthers: [],
  replaced: [],
  neverTouch: null,
  ...changes,
})

export const aGroup = (name: string, changes: Partial<GroupFacts> = {}): GroupFacts => ({
  name,
  dynamic: false,
  path: [name],
  policies: [],
  ...changes,
})

export const aThing = (changes: Partial<FactsOf<'thing'>> = {}): FactsOf<'thing'> => ({
  ...fresh,
  kind: 'thing',
  name: 'pump-1',
  identity: 'id-1',
  exists: true,
  neverTouch: null,
  typeName: null,
  attributes: {},
  groups: [],
  certificates: [aCertificate()],
  otherPrincipals: [],
  sessions: [{ clientId: 'pump-1', connected: true, since: null, observedAt: null }],
  jobs: [],
  leftForQuarantine: [],
  ...changes,
})

export const aCertificateTarget = (
  certificate: Partial<CertificateFacts> = {},
  changes: Partial<FactsOf<'certificate'>> = {},
): FactsOf<'certificate'> => ({
  ...fresh,
  kind: 'certificate',
  name: 'c1',
  identity: 'arn',
  exists: true,
  neverTouch: null,
  certificate: aCertificate(certificate),
  sessions: [],
  ...changes,
})

export const aClient = (changes: Partial<FactsOf<'client'>> = {}): FactsOf<'client'> => ({
  ...fresh,
  kind: 'client',
  name: 'client-1',
  identity: null,
  exists: true,
  neverTouch: null,
  session: { clientId: 'client-1', connected: true, since: null, observedAt: null },
  thing: null,
  expired: false,
  ...changes,
})

export const aThingGroup = (changes: Partial<FactsOf<'thing-group'>> = {}): FactsOf<'thing-group'> => ({
  ...fresh,
  kind: 'thing-group',
  name: 'line-4',
  identity: 'g-1',
  exists: true,
  neverTouch: null,
  arn: 'arn:aws:iot:eu-west-1:123456789012:thinggroup/line-4',
  dynamic: false,
  members: 2,
  things: ['pump-1', 'pump-2'],
  clients: ['pump-1', 'pump-2'],
  policies: [],
  ...changes,
})

export const anAccount = (changes: Partial<FactsOf<'account'>> = {}): FactsOf<'account'> => ({
  ...fresh,
  kind: 'account',
  name: '123456789012',
  identity: '123456789012',
  exists: true,
  neverTouch: null,
  group: null,
  dynamic: false,
  policy: null,
  attached: false,
  ...changes,
})

export const anUndo = (done: FactsOf<'undo'>['done'], changes: Partial<FactsOf<'undo'>> = {}): FactsOf<'undo'> => ({
  ...fresh,
  kind: 'undo',
  name: 'pump-1',
  identity: 'id-1',
  exists: true,
  neverTouch: null,
  done,
  ...changes,
})

export const aDeployment = (changes: Partial<FactsOf<'deployment'>> = {}): FactsOf<'deployment'> => ({
  ...fresh,
  kind: 'deployment',
  name: 'job/patch',
  identity: 'arn:aws:iot:eu-west-1:123456789012:job/patch',
  exists: true,
  neverTouch: null,
  rollout: 'job',
  id: 'patch',
  status: 'IN_PROGRESS',
  queued: 3,
  inProgress: 2,
  timer: true,
  failed: [],
  settled: 0,
  left: { refused: 0, gone: 0, removed: 0 },
  covered: new Map(),
  document: 'hash',
  retry: 'patch-retry-1',
  ...changes,
})
