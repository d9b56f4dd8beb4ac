import type { Register } from '../register.ts'
import { certificates } from './certificates.ts'
import { deployments } from './deployments.ts'
import { findings, suppressions } from './findings.ts'
import { incidents } from './incidents.ts'
import { attestations, feeds, trail } from './own.ts'
import { policies } from './policies.ts'
import { responseRuns, responseTargets } from './response.ts'
import { software, softwareChanges, unupdatable } from './software.ts'
import { things } from './things.ts'

/** Every register of a report, in the order of the document. */
export const registers: readonly Register[] = [
  ...[things, certificates, policies, findings, suppressions, incidents, responseRuns, responseTargets],
  ...[deployments, software, softwareChanges, unupdatable, attestations, feeds, trail],
]
