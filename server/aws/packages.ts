import {
  type IoTClient,
  ListPackagesCommand,
  ListPackageVersionsCommand,
  SearchIndexCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { plainText } from '#server/platform/plain-text.ts'
import type { Call, Tally } from './call.ts'
import { name, optionalDate, optionalLabel, status } from './fields.ts'
import { orNull, type PageSizes, parseItems, walk } from './pages.ts'

/** AWS's most for the lists of the catalog. */
const pageSize = 100
const longestVersion = 256

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

const document = z.object({ thingName: name, shadow: z.string().optional().catch(undefined) })

// Only `version` and `attributes` may stand below a package ("Preparing to use Software Package Catalog").
const reported = z.object({ name: z.object({ $package: z.object({ reported: z.record(z.string(), z.unknown()) }) }) })
const version = z.object({ version: z.string().min(1) })

export type SoftwarePackage = z.infer<typeof softwarePackage>
export type PackageVersion = z.infer<typeof packageVersion>
/** What one thing's `$package` shadow reports: the version of each package. */
export type ReportedSoftware = { thing: string; packages: { package: string; version: string }[] }

/** The Software Package Catalog, and what things report in their `$package` shadow. */
export function packageOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    packages: () =>
      walk('ListPackages', undefined, async (nextToken) => {
        const input = { nextToken, maxResults: pageSize }
        const answer = await call('ListPackages', (s) =>
          client.send(new ListPackagesCommand(input), { abortSignal: s }),
        )
        return { items: parseItems(softwarePackage, answer.packageSummaries, tally), next: answer.nextToken }
      }),

    /** Null when there is no such package. */
    async packageVersions(packageName: string): Promise<PackageVersion[] | null> {
      const listed = walk('ListPackageVersions', undefined, async (nextToken) => {
        const input = { packageName, nextToken, maxResults: pageSize }
        const answer = await call('ListPackageVersions', (s) =>
          client.send(new ListPackageVersionsCommand(input), { abortSignal: s }),
        )
        return { items: parseItems(packageVersion, answer.packageVersionSummaries, tally), next: answer.nextToken }
      })
      const all = async () => {
        const versions: PackageVersion[] = []
        for await (const { items } of listed) versions.push(...items)
        return versions
      }
      return orNull(all())
    },

    /** Things that report software, from the documents of the fleet index. */
    reportedSoftware: (token?: string) =>
      walk('SearchIndex', token, async (nextToken) => {
        // The escaping of `$` in a query is not documented: every thing is asked for, and looked at here.
        const input = { queryString: 'thingName:*', nextToken, maxResults: pages.search }
        const answer = await call('SearchIndex', (s) => client.send(new SearchIndexCommand(input), { abortSignal: s }))
        const items = parseItems(document, answer.things, tally).map(
          ({ thingName, shadow }): ReportedSoftware => ({ thing: thingName, packages: softwareIn(shadow) }),
        )
        return { items, next: answer.nextToken }
      }),
  }
}

/** The packages in a thing document's shadow text. What is not as documented says nothing. */
export function softwareIn(shadow: string | undefined): ReportedSoftware['packages'] {
  if (!shadow?.includes('$package')) return []
  const told = reported.safeParse(parsed(shadow))
  if (!told.success) return []
  return Object.entries(told.data.name.$package.reported).flatMap(([key, value]) => {
    const known = version.safeParse(value)
    const named = name.safeParse(key)
    if (!known.success || !named.success) return []
    return [{ package: named.data, version: plainText(known.data.version.slice(0, longestVersion)) }]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
