import { type IoTClient, ListPackagesCommand, ListPackageVersionsCommand } from '@aws-sdk/client-iot'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import { name, optionalDate, optionalLabel, status } from './fields.ts'
import { orNull, parseItems, walk } from './pages.ts'

/** AWS's most for the lists of the catalog. */
const pageSize = 100

const softwarePackage = z.object({
  packageName: name,
  defaultVersionName: optionalLabel,
  creationDate: optionalDate,
  lastModifiedDate: optionalDate,
})

const packageVersion = z.object({
  versionName: name,
  status,
  creationDate: optionalDate,
  lastModifiedDate: optionalDate,
})

export type SoftwarePackage = z.infer<typeof softwarePackage>
export type PackageVersion = z.infer<typeof packageVersion>
/** The Software Package Catalog. */
export function packageOperations(client: IoTClient, call: Call, tally: Tally) {
  return {
    packages: () =>
      walk('ListPackages', undefined, async (nextToken) => {
        const input = { nextToken, maxResults: pageSize }
        const answer = await call('ListPackages', () => client.send(new ListPackagesCommand(input)))
        return { items: parseItems(softwarePackage, answer.packageSummaries, tally), next: answer.nextToken }
      }),

    /** Null when there is no such package. */
    async packageVersions(packageName: string): Promise<PackageVersion[] | null> {
      const listed = walk('ListPackageVersions', undefined, async (nextToken) => {
        const input = { packageName, nextToken, maxResults: pageSize }
        const answer = await call('ListPackageVersions', () => client.send(new ListPackageVersionsCommand(input)))
        return { items: parseItems(packageVersion, answer.packageVersionSummaries, tally), next: answer.nextToken }
      })
      const all = async () => {
        const versions: PackageVersion[] = []
        for await (const { items } of listed) versions.push(...items)
        return versions
      }
      return orNull(all())
    },
  }
}
