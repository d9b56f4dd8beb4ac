import { isDeepStrictEqual } from 'node:util'
import type { ResourceIdentifier } from '@aws-sdk/client-iot'
import type { CheckName, Suppression } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'

/** The suppression of a check for a resource, in force or not. */
export const suppressionOf = (
  { audits }: Fleet,
  check: string,
  resource: ResourceIdentifier,
): Suppression | undefined =>
  audits.suppressions.find((one) => one.check === check && isSameResource(one.resource, resource))

/** Whether what a check finds of a resource is hidden at a time, epoch milliseconds. */
export function isSuppressed(fleet: Fleet, check: CheckName, resource: ResourceIdentifier, at: number): boolean {
  const suppression = suppressionOf(fleet, check, resource)
  return suppression !== undefined && (suppression.expiresAt === undefined || suppression.expiresAt > at)
}

/** A policy may be named without a version, and then stands for any. */
export function isSameResource(wanted: ResourceIdentifier, actual: ResourceIdentifier): boolean {
  const { policyVersionIdentifier: policy, ...rest } = wanted
  if (policy) {
    const { policyName, policyVersionId } = actual.policyVersionIdentifier ?? {}
    const isVersion = policy.policyVersionId === undefined || policy.policyVersionId === policyVersionId
    if (policy.policyName !== policyName || !isVersion) return false
  }
  return Object.entries(rest).every(
    ([field, value]) => value === undefined || isDeepStrictEqual(actual[field as keyof ResourceIdentifier], value),
  )
}
