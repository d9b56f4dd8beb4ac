import type { SubjectKind } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import { checks } from '#generated/checks.ts'
import { auditChecks } from './audit-checks.ts'
import type { Check } from './check.ts'
import { deploymentChecks } from './deployment-checks.ts'

/** What a check is called and stands for. */
export type CheckText = {
  title: string
  why: string
  fix: string | null
  source: string | null
  subjectKind: SubjectKind
  severity: Severity
}

const ours: Readonly<Record<string, Check>> = checks

/** One of our own checks by its id, or undefined. */
const checkWith = (id: string): Check | undefined => (Object.hasOwn(ours, id) ? ours[id] : undefined)

/** What people can set of a check, ours or a deployments' one; undefined for AWS's, which are set there. */
export function settableCheck(id: string): Settable | undefined {
  const own = checkWith(id)
  if (own)
    return { title: own.title, why: own.why, subjectKind: own.about, parameters: own.parameters ?? {}, ours: true }
  const told = Object.hasOwn(deploymentChecks, id) ? deploymentChecks[id] : undefined
  return told && { ...told, parameters: {}, ours: false }
}
export type Settable = Pick<CheckText, 'title' | 'why' | 'subjectKind'> & {
  parameters: NonNullable<Check['parameters']>
  /** Judged by the findings themselves; the others speak as witnesses. */
  ours: boolean
}

/** Every check that can be set. */
export const settableChecks: readonly string[] = [...Object.keys(checks), ...Object.keys(deploymentChecks)]

/** What we know of a check, ours or AWS's. A name that nobody here knows stands for itself. */
export function describeCheck(id: string, kind: SubjectKind = 'other'): CheckText {
  const own = checkWith(id)
  if (own) {
    const { title, why, fix, source, about, severity } = own
    return { title, why, fix, source, subjectKind: about, severity }
  }
  const audit = Object.hasOwn(auditChecks, id) ? auditChecks[id] : undefined
  if (audit) return { ...audit, fix: null, source: `AWS IoT Device Defender, ${id}` }
  const deployment = Object.hasOwn(deploymentChecks, id) ? deploymentChecks[id] : undefined
  if (deployment) return deployment
  // Behaviours of security profiles are named so in server/behaviours/judge/tell.ts.
  if (id.startsWith('Behaviour: '))
    return {
      ...{ title: id, subjectKind: kind, severity: 'medium' },
      why: 'The device does what its security profile says is not normal: a fault, a change that nobody told, or somebody else.',
      fix: 'See what was measured, compare with devices of its kind, and say whether the alarm was right.',
      source: 'Behaviours, Security profiles',
    }
  return {
    title: id,
    why: 'AWS IoT Device Defender says so.',
    fix: null,
    source: null,
    subjectKind: kind,
    severity: 'medium',
  }
}
