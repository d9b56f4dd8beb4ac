import { formatCount, plural } from '#components/ui/format.ts'
import { actions } from '#contract/actions.ts'
import type { PlanSummary, Run } from '#contract/response.ts'
import { nameOf, targetsInWords } from '../words.ts'

type Planned = Pick<Run, 'action' | 'target' | 'targets' | 'undoOf' | 'options'> & { plan: PlanSummary }

/** What happens, in a sentence or two, before any question is asked. */
export function consequenceOf({ action, target, targets, plan, undoOf, options }: Planned): string {
  const kind = actions[action].target
  const [skipped] = plan.skipped
  if (plan.changes === 0 && targets === 1 && skipped && kind === 'deployment')
    return `Nothing would change. ${skipped.why}.`
  if (plan.changes === 0)
    return targets === 1
      ? 'Nothing would change: it is left alone, and below is why.'
      : `Nothing would change: all ${formatCount(targets)} are left alone, and below is why.`
  const one = plan.changes === 1
  const who = target && one ? nameOf(kind, target) : targetsInWords(kind, plan.changes)
  const effects = sentenceOf(effectsOf(action, plan))
  switch (action) {
    case 'cut-off-thing':
      return `${who} ${one ? 'loses' : 'lose'} access to AWS IoT${effects ? `: ${effects}` : ''}.`
    case 'quarantine-thing':
      return `${who} may do nothing at all in AWS IoT: a policy on the quarantine group denies everything.`
    case 'release-thing':
      return `${who} may do again what ${one ? 'its' : 'their'} certificates and other groups permit.`
    case 'deactivate-certificate':
      return `Nobody can connect with ${who} until ${one ? 'it is' : 'they are'} reactivated. ${losers(plan)}`
    case 'reactivate-certificate':
      return `Whoever holds the key of ${who} can connect again.`
    case 'revoke-certificate':
      return `${who} ${one ? 'is' : 'are'} revoked for ever: nobody, AWS included, can make ${one ? 'it' : 'them'} usable again. ${losers(plan)}`
    case 'disconnect-client':
      return [
        one ? `The live session of ${who} is closed.` : `${formatCount(plan.changes)} live sessions are closed.`,
        ...(plan.stranded > 0 ? [] : [`The ${one ? 'device' : 'devices'} may connect again at once.`]),
      ].join(' ')
    case 'deny-group':
      return `Every member of ${who} is denied everything as soon as AWS’s policy caches expire.`
    case 'restore':
      return `Puts back what run ${undoOf?.number ?? ''} changed${effects ? `: ${effects}` : ''}.`
    case 'apply-mitigation':
      return `Device Defender applies the action, and nothing takes it back by itself. ${plan.losing.things === 0 ? 'No thing is known to lose access.' : losers(plan)}`
    case 'cancel-job': {
      const stopped = `${plural(plan.touches, 'device')} that began ${are(plan.touches)} told to stop.`
      const none = 'No device has begun by now; one that begins before the call is stopped, too.'
      const began = options.force ? (plan.touches > 0 ? stopped : none) : 'Devices that began go on.'
      return `Devices that wait for ${who} get it no more. ${began}`
    }
    case 'retry-failed-job':
      return `${plural(plan.touches, 'device')} where it failed ${plan.touches === 1 ? 'gets' : 'get'} the same document again, as a new job.`
    case 'cancel-greengrass-deployment':
      return `Cores that have not received ${who} never will. Those that have keep it.`
    case 'prepare-quarantine':
      return 'Creates the quarantine group and its deny-all policy. No device is affected until it is quarantined.'
  }
}

/** Who loses access, in numbers. */
function losers({ losing: { things, sessions } }: PlanSummary) {
  if (things === 0) return 'No thing is known to use it.'
  const live = sessions === 0 ? 'none of them connected now' : `${plural(sessions, 'live session')} among them`
  return `${plural(things, 'thing')} ${things === 1 ? 'loses' : 'lose'} access, ${live}.`
}

type Effects = Record<string, (count: number) => string>

const are = (count: number) => (count === 1 ? 'is' : 'are')

const cuttingOff: Effects = {
  UpdateCertificate: (n) => `${plural(n, 'certificate')} ${are(n)} deactivated`,
  AddThingToThingGroup: (n) => (n === 1 ? 'it is quarantined' : `${formatCount(n)} are quarantined`),
  DeleteConnection: (n) => `${plural(n, 'session')} ${are(n)} closed`,
}

const puttingBack: Effects = {
  UpdateCertificate: (n) => `${plural(n, 'certificate')} ${n === 1 ? 'gets its' : 'get their'} status back`,
  AddThingToThingGroup: (n) => `${plural(n, 'membership')} ${are(n)} restored`,
  RemoveThingFromThingGroup: (n) => `${plural(n, 'membership')} ${n === 1 ? 'ends' : 'end'}`,
  AttachPolicy: (n) => `${plural(n, 'policy', 'policies')} ${are(n)} attached again`,
  DetachPolicy: (n) => `${plural(n, 'policy', 'policies')} ${are(n)} detached`,
}

function effectsOf(action: Run['action'], { calls }: PlanSummary) {
  const words = action === 'restore' ? puttingBack : cuttingOff
  return calls.flatMap(({ operation, count }) => (count > 0 && words[operation]?.(count)) || [])
}

function sentenceOf(parts: readonly string[]) {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
