import { readDocument } from '../../evaluate/document.ts'
import type { Found, PolicyFacts } from '../rule.ts'
import { permissions } from './permissions.ts'

/**
 * Versions that are not in force and reach other devices in a way that the one in force, which has these `permissive`
 * statements, does not: one call away.
 */
export function latentVersions(facts: PolicyFacts, permissive: Found[]): (Found & { version: string })[] {
  const now = new Set(permissive.map(({ rule }) => rule))
  if (now.has('allows-everything')) return []
  return facts.versions
    .filter(({ isDefault }) => !isDefault)
    .flatMap((version) => {
      const [worst] = waysOf(version, facts).filter(({ rule }) => !now.has(rule))
      if (!worst) return []
      return [
        {
          rule: 'latent-version' as const,
          severity: 'medium' as const,
          title: `Version ${version.versionId} is wider, and one call from being in force`,
          explanation: `${worst.title}. Whoever may set the default version can bring it back. Delete what is not needed.`,
          ...(worst.statement === undefined ? {} : { statement: worst.statement }),
          ...(worst.path === undefined ? {} : { path: worst.path }),
          ...(worst.found === undefined ? {} : { found: worst.found }),
          version: version.versionId,
        },
      ]
    })
}

function waysOf({ versionId, document }: PolicyFacts['versions'][number], facts: PolicyFacts): Found[] {
  const read = readDocument(document)
  return 'statements' in read ? permissions({ ...read, text: document, versionId }, facts) : []
}
