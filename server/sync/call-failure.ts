import type { AwsFailure, FailureKind } from '#server/aws/failure.ts'

/**
 * A failed call among whatever was thrown, of one of these kinds when any are given. By name: collectors are known to the
 * web process too, which may load nothing of AWS.
 */
export function callFailure(error: unknown, ...kinds: FailureKind[]): AwsFailure | null {
  if (!(error instanceof Error) || error.name !== 'AwsFailure') return null
  const failure = error as AwsFailure
  return kinds.length === 0 || kinds.includes(failure.kind) ? failure : null
}
