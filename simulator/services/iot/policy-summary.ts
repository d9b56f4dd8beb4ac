import type { Fleet } from '../../fleet/fleet.ts'
import type { Policy } from '../../fleet/policy.ts'

/** A policy as lists name it. */
export const policySummary = (fleet: Fleet, { name }: Policy) => ({
  policyName: name,
  policyArn: fleet.arn('policy', name),
})

/** AWS's mark of a policy's state: another with every version. */
export const generationOf = ({ name, versionCount }: Policy) => `${name}-${versionCount}`
