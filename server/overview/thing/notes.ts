import { links } from '#contract/links.ts'
import type { ThingAttention } from '#contract/overview.ts'
import type { ThingDetail } from '#contract/things.ts'
import { lacksCredential } from '#server/fleet/own-credential.ts'

type Item = ThingAttention['items'][number]
type Unknown = ThingAttention['unknown'][number]

/** What its own record says of a thing. `saidBy`: the checks that say the same, whose finding stands for it. */
type Note = Item & { saidBy: string[] }

/** What a thing's record, its session and its credentials ask of a person. */
export function notesOn(thing: ThingDetail): Note[] {
  return [...onRecord(thing), ...onSession(thing), ...onCredential(thing), ...onSharing(thing), ...onPolicies(thing)]
}

/** What of a thing has not been read, so that nothing can be said of it. */
export function unreadOf({ account, name, health, principalsReadAt, attachedCertificates }: ThingDetail): Unknown[] {
  const href = links.sync()
  return [
    ...some(principalsReadAt === null, {
      ...{ id: 'principals-unread', href },
      title: 'Its certificates have not been read yet',
      detail:
        'What is attached to it is unknown until the feed of attachments reaches it, and so is what is wrong with that.',
    }),
    ...some(health === 'unknown' && principalsReadAt !== null, {
      ...{ id: 'health-unknown', href: `${links.thing(account, name)}#certificates` },
      title: 'Its credential has not been judged yet',
      detail: 'AWS has not been asked for the dates of its certificate; the certificate feed is still on its way.',
    }),
    ...some(
      attachedCertificates.some(({ status, policiesRead }) => status === 'ACTIVE' && !policiesRead),
      {
        ...{ id: 'policies-unread', href },
        title: 'Its policies have not been read yet',
        detail:
          'What it may do, and what is wrong with that, is unknown until the feed of policy attachments reaches it.',
      },
    ),
  ]
}

function onRecord({ account, name, goneAt, otherPrincipals }: ThingDetail): Note[] {
  const href = links.thing(account, name)
  const several = otherPrincipals.length !== 1
  return [
    ...some(goneAt !== null, {
      ...{ id: 'gone', severity: 'medium', href, at: goneAt, saidBy: [] },
      title: 'AWS no longer lists it',
      detail: 'A complete sync found it missing. What follows is the last that was known.',
    }),
    ...some(otherPrincipals.length > 0, {
      ...{ id: 'other-principals', severity: 'info', href: `${href}#certificates`, at: null, saidBy: [] },
      title: `${otherPrincipals.length} principal${several ? 's' : ''} that ${several ? 'are' : 'is'} not a certificate`,
      detail: `Attached as well: ${otherPrincipals.slice(0, 3).join(', ')}`,
    }),
  ]
}

function onSession(thing: ThingDetail): Note[] {
  const { account, name, presence, presenceSince, attachedCertificates, clientId, principalsReadAt } = thing
  const href = `${links.thing(account, name)}#certificates`
  const revoked = attachedCertificates.some(({ status }) => status === 'REVOKED')
  const lacks = lacksCredential({
    certificates: principalsReadAt === null ? null : attachedCertificates.length,
    activeCertificates: activeOf(thing).length,
    otherPrincipals: thing.otherPrincipals.length,
  })
  return [
    ...some(presence === 'connected' && lacks === true, {
      ...{ id: 'connected-without-credential', severity: 'high', href, at: presenceSince },
      saidBy: ['thing-connected-without-credential'],
      title: revoked ? 'Revoked, yet connected' : 'Connected without an active credential of its own',
      detail: revoked
        ? 'Its certificate is revoked, but AWS still reports a session. It ends when the device next reconnects, or someone is using another credential under its name.'
        : 'AWS reports a session under its name, and nothing active is attached to it. Find out which credential opened it.',
    }),
    ...some(clientId !== null && clientId !== name, {
      ...{ id: 'client-id-differs', severity: 'medium', href: links.thing(account, name), at: null },
      saidBy: ['thing-client-id-differs'],
      title: 'Its client ID differs from its name',
      detail: `It connects as ${clientId ?? ''}. The fleet index matches by client ID, and policy variables of the thing need both to be the same unless its certificate is attached exclusively.`,
    }),
  ]
}

function onCredential(thing: ThingDetail): Note[] {
  const { account, name, health, credentialExpiresAt: at, lastChance, principalsReadAt, presence } = thing
  const { attachedCertificates } = thing
  const href = `${links.thing(account, name)}#certificates`
  const revoked = attachedCertificates.length > 0 && attachedCertificates.every(({ status }) => status === 'REVOKED')
  return [
    ...some(health === 'expired', {
      ...{ id: 'expired', severity: 'high', href, at, saidBy: ['certificate-expired'] },
      title: 'Its credential has expired',
      detail:
        presence === 'connected'
          ? 'It is still connected, on a session opened before. Once that ends it cannot come back, so renew it now.'
          : 'A device that presents an expired certificate cannot connect, so a new one cannot be sent to it.',
    }),
    ...some(health === 'expiring', {
      ...{ id: 'expiring', severity: 'medium', href, at, saidBy: ['certificate-expiring'] },
      title: 'Its credential expires soon',
      detail: 'Afterwards it cannot connect to be given another.',
    }),
    ...some(health === 'expiring' && lastChance.state === 'passed', {
      ...{ id: 'last-chance-passed', severity: 'high', href, at: lastChance.at, saidBy: [] },
      title: 'It may not connect again before its credential expires',
      detail: 'Judged by how long it usually stays away, its last visit before expiry should already have happened.',
    }),
    ...some(health === 'inactive', {
      ...{ id: 'inactive', severity: 'medium', href, at: null, saidBy: ['thing-connected-without-credential'] },
      title: 'None of its certificates is active',
      detail: revoked
        ? 'AWS IoT refuses it for good: what is revoked never changes status again. It needs a new certificate.'
        : 'AWS IoT refuses it until one is activated.',
    }),
    ...some(health === 'none' && principalsReadAt !== null, {
      ...{ id: 'no-certificate', severity: 'medium', href, at: null, saidBy: ['thing-without-certificate'] },
      title: 'No certificate is attached',
      detail: 'It has no identity of its own, or connects with one that is attached to something else.',
    }),
  ]
}

function onSharing(thing: ThingDetail): Note[] {
  const href = `${links.thing(thing.account, thing.name)}#certificates`
  const active = activeOf(thing)
  const others = Math.max(0, ...active.map(({ thingCount }) => (thingCount ?? 1) - 1))
  return [
    ...some(others > 0, {
      ...{ id: 'shared', severity: 'high', href, at: null, saidBy: ['certificate-shared'] },
      title: `Shares a certificate with ${others} other thing${others === 1 ? '' : 's'}`,
      detail: 'One stolen key speaks for all of them, and revoking it cuts all of them off.',
    }),
    ...some(active.length > 1, {
      ...{ id: 'several-active', severity: 'medium', href, at: null, saidBy: ['certificate-leftover'] },
      title: `${active.length} certificates active at once`,
      detail: 'As after a rotation that was not finished: the one no longer used should be deactivated.',
    }),
  ]
}

function onPolicies(thing: ThingDetail): Note[] {
  const active = activeOf(thing)
  const bare = active.filter(({ policies, policiesRead }) => policiesRead && policies.length === 0)
  const viaGroup = thing.allGroups.some(({ policies }) => policies.length > 0)
  return some(bare.length > 0 && !viaGroup, {
    ...{ id: 'no-policy', severity: 'medium', at: null, saidBy: ['certificate-without-policy'] },
    href: `${links.thing(thing.account, thing.name)}#certificates`,
    title: bare.length === active.length ? 'No policy reaches it' : 'An active certificate has no policy',
    detail: 'AWS IoT permits nothing without a policy on the certificate or on one of its thing groups.',
  })
}

const activeOf = ({ attachedCertificates }: ThingDetail) =>
  attachedCertificates.filter(({ status }) => status === 'ACTIVE')

function some<Said extends Note | Unknown>(applies: boolean, said: Said): Said[] {
  return applies ? [said] : []
}
