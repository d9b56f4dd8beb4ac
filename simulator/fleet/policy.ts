export interface PolicyVersion {
  readonly id: string
  readonly document: string
  /** Epoch seconds. */
  readonly createdAt: number
}

export interface Policy {
  readonly name: string
  versions: PolicyVersion[]
  defaultVersionId: string
  /** Versions ever created: numbers are not given twice. */
  versionCount: number
  createdAt: number
  modifiedAt: number
}

export function defaultDocument(policy: Policy): string {
  return policy.versions.find(({ id }) => id === policy.defaultVersionId)?.document ?? ''
}
