import { plural } from '#components/ui/format.ts'
import { formatRelative } from '#components/ui/format-time.ts'
import type { ThingDetail } from '#contract/things.ts'

type Note = { id: string; tone: 'bad' | 'attention' | 'unknown' | 'info'; title: string; detail: string }
type Judge = (thing: ThingDetail, nowMs: number) => Note[]

const order = { bad: 0, attention: 1, unknown: 2, info: 3 }

/** What a person should know before anything else about this thing, worst first. */
export function attentionFor(thing: ThingDetail, nowMs: number): Note[] {
  return [record, session, credential, sharing, reach]
    .flatMap((judge) => judge(thing, nowMs))
    .sort((a, b) => order[a.tone] - order[b.tone])
}

const record: Judge = ({ goneAt, principalsReadAt, otherPrincipals }, nowMs) => [
  ...note(goneAt !== null, {
    id: 'gone',
    tone: 'attention',
    title: 'AWS no longer lists it',
    detail: `A complete sync found it missing ${formatRelative(Date.parse(goneAt ?? ''), nowMs)}. What follows is the last that was known.`,
  }),
  ...note(principalsReadAt === null, {
    id: 'principals-unread',
    tone: 'unknown',
    title: 'Its certificates have not been read yet',
    detail: 'What is attached to it is unknown until the feed of attachments reaches it.',
  }),
  ...note(otherPrincipals.length > 0, {
    id: 'other-principals',
    tone: 'info',
    title: `${plural(otherPrincipals.length, 'principal')} that ${otherPrincipals.length === 1 ? 'is' : 'are'} not a certificate`,
    detail: `Attached as well: ${otherPrincipals.slice(0, 3).join(', ')}`,
  }),
]

const session: Judge = ({ presence, attachedCertificates, name, clientId, principalsReadAt }) => {
  const active = attachedCertificates.some(({ status }) => status === 'ACTIVE')
  const revoked = attachedCertificates.some(({ status }) => status === 'REVOKED')
  return [
    ...note(presence === 'connected' && !active && principalsReadAt !== null, {
      id: 'connected-without-credential',
      tone: 'bad',
      title: revoked ? 'Revoked, yet connected' : 'Connected without an active certificate',
      detail: revoked
        ? 'Its certificate is revoked, but AWS still reports a session. It ends when the device next reconnects, or someone is using another credential under its name.'
        : 'AWS reports a session under its name, but none of its certificates is active. Find out which credential opened it.',
    }),
    ...note(clientId !== null && clientId !== name, {
      id: 'client-id-differs',
      tone: 'attention',
      title: 'Its client ID differs from its name',
      detail: `It connects as ${clientId ?? ''}. The fleet index matches by client ID, and policy variables of the thing need both to be the same unless its certificate is attached exclusively.`,
    }),
  ]
}

const credential: Judge = (thing, nowMs) => {
  const { health, credentialExpiresAt, lastChance, principalsReadAt, presence, attachedCertificates } = thing
  const revoked = attachedCertificates.length > 0 && attachedCertificates.every(({ status }) => status === 'REVOKED')
  const when = credentialExpiresAt ? formatRelative(Date.parse(credentialExpiresAt), nowMs) : ''
  return [
    ...note(health === 'unknown' && principalsReadAt !== null, {
      id: 'health-unknown',
      tone: 'unknown',
      title: 'Its credential has not been judged yet',
      detail: 'AWS has not been asked for the dates of its certificate; the certificate feed is still on its way.',
    }),
    ...note(health === 'expired', {
      id: 'expired',
      tone: 'bad',
      title: `Its credential expired ${when}`.trim(),
      detail:
        presence === 'connected'
          ? 'It is still connected, on a session opened before. Once that ends it cannot come back, so renew it now.'
          : 'A device that presents an expired certificate cannot connect, so a new one cannot be sent to it.',
    }),
    ...note(health === 'expiring', {
      id: 'expiring',
      tone: 'attention',
      title: `Its credential expires ${when}`.trim(),
      detail: 'Afterwards it cannot connect to be given another.',
    }),
    ...note(health === 'expiring' && lastChance.state === 'passed', {
      id: 'last-chance-passed',
      tone: 'bad',
      title: 'It may not connect again before that',
      detail: 'Judged by how long it usually stays away, its last visit before expiry should already have happened.',
    }),
    ...note(health === 'inactive', {
      id: 'inactive',
      tone: 'attention',
      title: 'None of its certificates is active',
      detail: revoked
        ? 'AWS IoT refuses it for good: what is revoked never changes status again. It needs a new certificate.'
        : 'AWS IoT refuses it until one is activated.',
    }),
    ...note(health === 'none' && principalsReadAt !== null, {
      id: 'no-certificate',
      tone: 'attention',
      title: 'No certificate is attached',
      detail: 'It has no identity of its own, or connects with one that is attached to something else.',
    }),
  ]
}

const sharing: Judge = ({ attachedCertificates }) => {
  const active = attachedCertificates.filter(({ status }) => status === 'ACTIVE')
  const shared = active.filter(({ thingCount }) => (thingCount ?? 1) > 1)
  const others = Math.max(0, ...shared.map(({ thingCount }) => (thingCount ?? 1) - 1))
  return [
    ...note(shared.length > 0, {
      id: 'shared',
      tone: 'bad',
      title: `Shares a certificate with ${plural(others, 'other thing')}`,
      detail: 'One stolen key speaks for all of them, and revoking it cuts all of them off.',
    }),
    ...note(active.length > 1, {
      id: 'several-active',
      tone: 'attention',
      title: `${plural(active.length, 'certificate')} active at once`,
      detail: 'As after a rotation that was not finished: the one no longer used should be deactivated.',
    }),
  ]
}

const reach: Judge = ({ attachedCertificates, allGroups }) => {
  const active = attachedCertificates.filter(({ status }) => status === 'ACTIVE')
  const bare = active.filter(({ policies, policiesRead }) => policiesRead && policies.length === 0)
  const viaGroup = allGroups.some(({ policies }) => policies.length > 0)
  return [
    ...note(bare.length > 0 && !viaGroup, {
      id: 'no-policy',
      tone: 'attention',
      title: bare.length === active.length ? 'No policy reaches it' : 'An active certificate has no policy',
      detail: 'AWS IoT permits nothing without a policy on the certificate or on one of its thing groups.',
    }),
    ...note(
      active.some(({ policiesRead }) => !policiesRead),
      {
        id: 'policies-unread',
        tone: 'unknown',
        title: 'Its policies have not been read yet',
        detail: 'What it may do is unknown until the feed of policy attachments reaches it.',
      },
    ),
  ]
}

function note(applies: boolean, said: Note): Note[] {
  return applies ? [said] : []
}
