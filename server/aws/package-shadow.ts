import { z } from 'zod'
import { name, optionalName } from './fields.ts'

/** A package and the version of it that a thing says it runs. */
export type ReportedPackage = { package: string; version: string }

const none: ReportedPackage[] = []

// Only `version` and `attributes` may stand below a package ("Preparing to use Software Package Catalog").
const reported = z.record(z.string(), z.unknown())
const shadow = z.object({ name: z.object({ $package: z.object({ reported }) }) })
const about = z.object({ version: optionalName })

/** What a thing document's shadow text says in its `$package` shadow. What is not as documented says nothing. */
export function softwareIn(text: string | undefined): ReportedPackage[] {
  // Most things of most fleets have none: only the text is looked at then.
  if (!text?.includes('"$package"')) return none
  const told = shadow.safeParse(parsed(text))
  if (!told.success) return none
  return Object.entries(told.data.name.$package.reported).flatMap(([key, value]) => {
    const version = about.safeParse(value).data?.version
    const known = name.safeParse(key)
    return version && known.success ? [{ package: known.data, version }] : []
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
