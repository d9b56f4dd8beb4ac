import type { Fleet } from '../../fleet/fleet.ts'
import type { PackageVersion, SoftwarePackage } from '../../fleet/software.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { oneOf } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

const page = { max: 100, fallback: 50 }

/** Reading the software package catalog. */
export const packages: IotHandlers = {
  ListPackages(input, { fleet }) {
    const { items, next } = paginate(input, fleet.software.packages, { operation: 'ListPackages', ...page })
    return { packageSummaries: items.map(packageSummary), nextToken: next }
  },

  GetPackage({ packageName }, { fleet }) {
    const found = findPackage(fleet, packageName)
    const packageArn = fleet.arn('package', found.name)
    return { ...packageSummary(found), packageArn, description: found.description }
  },

  ListPackageVersions(input, { fleet }) {
    const { name, versions } = findPackage(fleet, input.packageName)
    const status = input.status && oneOf(input.status, 'status', ['DRAFT', 'PUBLISHED', 'DEPRECATED'])
    const { items, next } = paginate(input, versions, {
      operation: 'ListPackageVersions',
      ...page,
      ...(status && { where: (version) => version.status === status }),
    })
    return { packageVersionSummaries: items.map((version) => versionSummary(name, version)), nextToken: next }
  },

  GetPackageVersion({ packageName, versionName }, { fleet }) {
    const { name, versions } = findPackage(fleet, packageName)
    const version = versions.get(versionName ?? '')
    if (!version) throw notFound(`Package version ${versionName} of ${name} does not exist`)
    const { artifact, sbom, attributes, description } = version
    return {
      ...versionSummary(name, version),
      packageVersionArn: fleet.arn('package', `${name}/version/${version.name}`),
      description,
      attributes: { ...attributes },
      ...(artifact && { artifact: { s3Location: artifact } }),
      ...(sbom && { sbom: { s3Location: sbom }, sbomValidationStatus: 'SUCCEEDED' as const }),
    }
  },

  GetPackageConfiguration(_input, { fleet }) {
    const enabled = fleet.software.updatedByJobs
    const roleArn = `arn:aws:iam::${fleet.account}:role/PackageVersionUpdates`
    return { versionUpdateByJobsConfig: { enabled, ...(enabled && { roleArn }) } }
  },
}

function findPackage(fleet: Fleet, name: string | undefined): SoftwarePackage {
  if (!name || !/^[a-zA-Z0-9\-_.]{1,128}$/.test(name))
    throw new AwsError('ValidationException', `Invalid package name ${name}`)
  const found = fleet.software.packages.get(name)
  if (!found) throw notFound(`Package ${name} does not exist`)
  return found
}

const packageSummary = ({ name, defaultVersion, createdAt, modifiedAt }: SoftwarePackage) => ({
  packageName: name,
  defaultVersionName: defaultVersion,
  creationDate: new Date(createdAt),
  lastModifiedDate: new Date(modifiedAt),
})

const versionSummary = (packageName: string, { name, status, createdAt, modifiedAt }: PackageVersion) => ({
  packageName,
  versionName: name,
  status,
  creationDate: new Date(createdAt),
  lastModifiedDate: new Date(modifiedAt),
})
