import type { ActionOptions } from '#contract/response.ts'
import { action, type CertificateFacts, type FactsOf, type ResponderSetup, skipped } from '../action.ts'
import { shortId } from '../short-id.ts'
import type { StepParams } from '../step.ts'
import { allClients, leftToOthers, provingClients } from './parts/certificates.ts'
import { type Joining, joinQuarantine, sharedInQuarantine } from './parts/joining.ts'
import { asking, cannotAsk, closing, lastSession, strandedOf } from './parts/sessions.ts'
import { gone, list } from './parts/words.ts'

type Thing = FactsOf<'thing'>
/** What happens to a thing's active certificates. */
type Sorted = { taken: CertificateFacts[]; shared: CertificateFacts[]; warnings: string[] }

const noQuarantine: Joining = { steps: [], whyNot: null, isIn: false, warnings: [] }

export default action('thing', {
  plan(thing, options, setup) {
    if (!thing.exists) return skipped(gone('thing'))
    if (thing.neverTouch) return skipped(thing.neverTouch)
    const { route = 'both' } = options
    const joining = route === 'certificates' ? noQuarantine : joinQuarantine(thing, options, setup)
    const sorted = route === 'group' ? { taken: [], shared: [], warnings: [] } : sortCertificates(thing, options)
    const change = [...sorted.taken.map(deactivation), ...joining.steps]
    // What it shares is said all the same: choosing that is the way on.
    if (change.length === 0) {
      return { ...skipped(whyNothing(thing, joining, sorted, setup)), shared: sharedOf(thing, sorted) }
    }

    const others = sorted.taken.flatMap(({ things }) => (things ?? []).filter((name) => name !== thing.name))
    const own = thing.sessions.map(({ clientId }) => clientId)
    const clients = [...new Set([...own, ...sorted.taken.flatMap(provingClients)])]
    const closed = [...new Set([...own, ...sorted.taken.flatMap(allClients)])]
    const listeners = own.map((clientId) => ({ thing: thing.name, clientId }))
    const stranded = strandedOf(thing)
    return {
      steps: [...asking(listeners, options, setup), ...change, ...closing(closed, options)],
      skip: null,
      things: [...new Set([thing.name, ...others])],
      clients,
      shared: sharedOf(thing, sorted),
      stranded,
      warnings: [
        ...lastSession(stranded),
        ...(joining.whyNot ? [`It is not quarantined: ${joining.whyNot}. Only its certificates keep it out.`] : []),
        ...joining.warnings,
        ...(joining.steps.length > 0 ? sharedInQuarantine(thing).filter(() => sorted.shared.length > 0) : []),
        ...sorted.warnings,
        ...remaining(thing, joining, sorted, setup),
        ...leftOf(thing, sorted.taken),
        ...cannotAsk(listeners, options, setup),
      ],
    }
  },
})

// An identity of another kind may hold it, too: then nobody knows whose session that is.
const leftOf = ({ certificates, otherPrincipals }: Thing, taken: CertificateFacts[]): string[] =>
  otherPrincipals.length > 0
    ? []
    : leftToOthers(
        taken,
        certificates.map(({ certificateId }) => certificateId),
      )

const deactivation = ({ certificateId }: CertificateFacts): StepParams => ({
  kind: 'set-certificate-status',
  certificateId,
  from: 'ACTIVE',
  to: 'INACTIVE',
})

// Whatever other things use is asked about, and so is what nobody knows the users of.
function sortCertificates(thing: Thing, { sharedCertificates = [] }: ActionOptions): Sorted {
  const unknown = thing.certificates.filter(({ status }) => status === 'UNKNOWN')
  const sorted: Sorted = {
    taken: [],
    shared: [],
    warnings: unknown.map(
      ({ certificateId }) => `The status of its certificate ${shortId(certificateId)} is not known.`,
    ),
  }
  for (const certificate of thing.certificates.filter(({ status }) => status === 'ACTIVE')) {
    const { certificateId, things, neverTouch } = certificate
    const isOwn = things?.every((name) => name === thing.name)
    const wanted = sharedCertificates.includes(certificateId)
    if (isOwn || (wanted && !neverTouch)) sorted.taken.push(certificate)
    else sorted.shared.push(certificate)
    const short = shortId(certificateId)
    if (things === null) sorted.warnings.push(`It is not known which other things use its certificate ${short}.`)
    else if (wanted && !isOwn && neverTouch) sorted.warnings.push(`Certificate ${short} stays as it is. ${neverTouch}.`)
  }
  return sorted
}

const sharedOf = (thing: Thing, { taken, shared }: Sorted) =>
  [...taken, ...shared].flatMap((certificate) => {
    const things = (certificate.things ?? []).filter((name) => name !== thing.name)
    if (things.length === 0) return []
    return [{ certificateId: certificate.certificateId, things, included: taken.includes(certificate) }]
  })

function whyNothing(thing: Thing, joining: Joining, { shared }: Sorted, { quarantineGroup }: ResponderSetup): string {
  const certificates =
    shared.length > 0
      ? 'Its active certificates are used by other things, too, and none of them is chosen'
      : thing.certificates.length > 0
        ? 'None of its certificates is active'
        : 'It has no certificate'
  if (joining.isIn) return `${certificates}, and it is in ${quarantineGroup} already`
  return joining.whyNot ? `${certificates}. ${joining.whyNot}` : certificates
}

/** Ways back in that the plan leaves open. */
function remaining(thing: Thing, joining: Joining, { shared }: Sorted, setup: ResponderSetup): string[] {
  if (joining.isIn || joining.steps.length > 0) return []
  const warnings: string[] = []
  if (shared.length > 0) {
    const short = list(shared.map(({ certificateId }) => shortId(certificateId)))
    warnings.push(`It can come back with ${short}, which other things use, too, and which stays active.`)
  }
  if (thing.otherPrincipals.length > 0) {
    const identities = `${thing.otherPrincipals.length} other ${thing.otherPrincipals.length === 1 ? 'identity' : 'identities'}`
    warnings.push(
      `It has ${identities} besides certificates, which only the group ${setup.quarantineGroup} would keep out.`,
    )
  }
  return warnings
}
