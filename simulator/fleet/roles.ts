/** An IAM role, as far as AWS IoT has to do with it. */
export interface Role {
  readonly name: string
  /** Epoch seconds. */
  readonly createdAt: number
  /** Who may assume it, as IAM keeps it. */
  trust: object
  /** What it allows, Deny and conditions left out. */
  readonly grants: readonly { actions: readonly string[]; resources: readonly string[] }[]
  /** AWS's own policies that are attached, by name. */
  readonly managedPolicies: readonly string[]
  /** What it was used for within a year. */
  readonly usedServices: readonly string[]
}

/** What devices exchange their certificate for. Times are epoch seconds. */
export interface RoleAlias {
  readonly name: string
  readonly roleArn: string
  readonly credentialDurationSeconds: number
  readonly createdAt: number
  readonly modifiedAt: number
}
