import { CircleCheck, CircleHelp, CircleOff, Clock, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { CheckState, FindingSource, SubjectKind } from '#contract/findings.ts'
import { links } from '#contract/links.ts'

/** What a check said, and how it looks. What no facts decide never looks like a pass. */
export const checkStateWords: Record<CheckState, { word: string; ink: string; icon: LucideIcon; meaning: string }> = {
  failing: { word: 'Failing', ink: 'text-bad', icon: OctagonAlert, meaning: 'It found something.' },
  error: {
    word: 'In error',
    ink: 'text-attention',
    icon: TriangleAlert,
    meaning: 'The check itself failed; what it found before stays.',
  },
  unknown: {
    word: 'Unknown',
    ink: 'text-unknown',
    icon: CircleHelp,
    meaning: 'Facts are missing or too old to judge by.',
  },
  waiting: { word: 'Waiting', ink: 'text-unknown', icon: Clock, meaning: 'It has not been judged yet.' },
  off: {
    word: 'Off',
    ink: 'text-unknown',
    icon: CircleOff,
    meaning: 'It is turned off: not evaluated, not compliant.',
  },
  passed: {
    word: 'Passed',
    ink: 'text-ok',
    icon: CircleCheck,
    meaning: 'All that could be judged was judged, and nothing failed.',
  },
}

/** Who says so. */
export const sourceWords: Record<FindingSource, { word: string; meaning: string }> = {
  ours: { word: 'Fleetwarden', meaning: 'A check of our own, on the facts that were collected.' },
  audit: { word: 'Audit', meaning: 'AWS IoT Device Defender Audit.' },
  detect: { word: 'Detect', meaning: 'AWS IoT Device Defender Detect.' },
  behaviour: { word: 'Behaviour', meaning: 'A security profile of our own, on what devices do.' },
  deployment: { word: 'Deployment', meaning: 'What jobs, Greengrass and the software of things say.' },
}

/** Kinds of resources, in the singular. */
export const kindWords: Record<SubjectKind, string> = {
  certificate: 'Certificate',
  'ca-certificate': 'CA certificate',
  thing: 'Thing',
  policy: 'Policy',
  client: 'Client ID',
  'role-alias': 'Role alias',
  'domain-configuration': 'Domain configuration',
  'provisioning-template': 'Provisioning template',
  account: 'Account',
  deployment: 'Deployment',
  other: 'Other',
}

type Subject = { account: number; subjectKind: SubjectKind; subject: string }

/** The page of the resource itself, where it has one. */
export function subjectHref({ account, subjectKind, subject }: Subject): string | undefined {
  if (subjectKind === 'thing') return links.thing(account, subject)
  if (subjectKind === 'certificate') return links.certificate(account, subject)
  if (subjectKind === 'ca-certificate') return links.authority(account, subject)
  if (subjectKind === 'policy') return links.policy(account, subject)
  if (subjectKind === 'deployment') return links.deployments({ account, search: deploymentName(subject).slice(0, 128) })
  if (subjectKind === 'client') return links.incidents({ account, search: subject.slice(0, 128) })
  return undefined
}

// Of a deployment the subject is its kind and AWS's name, such as job/patch-1.
const deploymentName = (subject: string) => subject.replace(/^(job|greengrass)\//, '')

export const findingsAbout = 'What is wrong with the fleet, since when, who says so, and what is not known.'
