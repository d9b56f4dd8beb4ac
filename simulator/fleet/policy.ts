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

export const newPolicy = (name: string, now: number): Policy => ({
  name,
  versions: [],
  defaultVersionId: '',
  versionCount: 0,
  createdAt: now,
  modifiedAt: now,
})

/** Puts a document in as the default version, as it is: also one that AWS would refuse. Returns the version's id. */
export function putVersion(policy: Policy, document: string, now: number): string {
  const id = String(++policy.versionCount)
  policy.versions = [...policy.versions.slice(-4), { id, document, createdAt: now }]
  policy.defaultVersionId = id
  policy.modifiedAt = now
  return id
}
