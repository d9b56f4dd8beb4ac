import { resourceIn } from '#server/policies/evaluate/actions.ts'
import { readDocument } from '#server/policies/evaluate/document.ts'

const provisioning = /^\$aws\/(?:certificates\/create(?:-from-csr)?|provisioning-templates\/[^/]+\/provision)\//

/**
 * What a policy permits besides provisioning, when it is written for provisioning by claim: its resources beyond connecting
 * and the topics of that. Empty when it is not about provisioning, or about nothing else; undefined when it cannot be read.
 */
export function beyondClaim(document: string): string[] | undefined {
  const read = readDocument(document)
  if ('unreadable' in read) return undefined
  const allowed = read.statements.filter(({ effect }) => effect === 'Allow')
  const resources = allowed.flatMap((statement) => statement.resources)
  const pathOf = (resource: string) => resourceIn(resource)?.path ?? ''
  if (!resources.some((resource) => provisioning.test(`${pathOf(resource)}/`))) return []
  return resources.filter((resource) => {
    // Any client ID is part of the pattern: the device has no name yet.
    if (resourceIn(resource)?.kind === 'client') return false
    // A bare * is how AWS's own example permits to connect; what else it then permits is another check's.
    if (resource === '*')
      return allowed.some(
        (one) => one.resources.includes('*') && one.actions.some((action) => !/^iot:connect$/i.test(action)),
      )
    return !provisioning.test(`${pathOf(resource)}/`)
  })
}
