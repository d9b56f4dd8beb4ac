import { Named } from './named.ts'

/** A package of the software catalog. Times are epoch milliseconds. */
export interface SoftwarePackage {
  readonly name: string
  readonly description: string
  defaultVersion: string | undefined
  readonly versions: Named<PackageVersion>
  readonly createdAt: number
  modifiedAt: number
}

export interface PackageVersion {
  readonly name: string
  readonly description: string | undefined
  readonly status: 'DRAFT' | 'PUBLISHED' | 'DEPRECATED'
  readonly attributes: Readonly<Record<string, string>>
  /** Where its software lies in S3, and the list of what is in it. */
  readonly artifact: { bucket: string; key: string; version: string } | undefined
  readonly sbom: { bucket: string; key: string; version: string } | undefined
  readonly createdAt: number
  readonly modifiedAt: number
}

/** The catalog of an account and region, and whether jobs note in `$package` what they brought. */
export class SoftwareCatalog {
  readonly packages = new Named<SoftwarePackage>()
  updatedByJobs = false
}

/** The `$package` shadow of a thing, when it says what it runs: a version and attributes for each package, no more. */
export function packageShadow(software: Readonly<Record<string, string>> | undefined) {
  if (!software) return undefined
  const reported = Object.entries(software).map(([name, version]) => [name, { version, attributes: {} }])
  return { reported: Object.fromEntries(reported) as Record<string, { version: string; attributes: object }> }
}
