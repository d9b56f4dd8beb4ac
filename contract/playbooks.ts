import { z } from 'zod'
import { instant, versionSeen } from './base.ts'
import { cause } from './incidents.ts'

/** What is to be done, in its order. */
export const steps = z.array(z.string().trim().min(1).max(300)).max(30)

/** The tasks that incidents of a cause begin with. */
export const playbook = z.object({
  cause,
  steps,
  own: steps.describe('Those that Fleetwarden comes with'),
  version: z.number().int().describe('Counts its changes; 0: nobody changed it'),
  changed: z.object({ at: instant, by: z.string().nullable() }).nullable().describe('Who changed it last, and when'),
})
export type Playbook = z.infer<typeof playbook>

/** A change names the version it was made from: what somebody else wrote meanwhile is not overwritten unseen. */
export const playbookSeen = z.object({ cause, version: versionSeen })
