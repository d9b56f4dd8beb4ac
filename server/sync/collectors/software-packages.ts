import type { SoftwarePackage } from '#server/aws/packages.ts'
import { type PackageFacts, recordPackages } from '#server/deployments/keep/packages.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { collector, minutes, type Source, single } from '../collector.ts'

/** `complete`: AWS gave a list at all, so what it does not name is gone. */
type Catalog = { packages: PackageFacts[]; complete: boolean }

export default collector({
  title: 'Software packages',
  brings: 'the packages of the software catalog and their versions',
  everyMs: minutes(30),
  needs: ['iot:ListPackages', 'iot:ListPackageVersions'],
  ways: {
    catalog: single<Catalog>({
      read: readCatalog,
      keep: (seen, { packages, complete }) => recordPackages(seen, packages, complete),
    }),
  },
})

async function readCatalog({ aws }: Source): Promise<Catalog> {
  const listed: SoftwarePackage[] = []
  for await (const { items } of aws.packages.packages()) listed.push(...items)
  const packages = await inParallel(listed, 4, async (one): Promise<PackageFacts> => {
    const versions = await aws.packages.packageVersions(one.packageName)
    return {
      name: one.packageName,
      defaultVersion: one.defaultVersionName ?? null,
      createdAt: one.creationDate ?? null,
      updatedAt: one.lastModifiedDate ?? null,
      versions:
        versions?.map((version) => ({
          version: version.versionName,
          status: version.status,
          createdAt: version.creationDate ?? null,
          updatedAt: version.lastModifiedDate ?? null,
        })) ?? null,
    }
  })
  return { packages, complete: true }
}
