import type { SubjectKind } from '#contract/findings.ts'
import type { Related } from '../check.ts'

/** A resource as Device Defender names it; which field is set depends on its type, and types are open. */
export type Resource = {
  resourceType?: string | undefined
  resourceIdentifier?: { [field: string]: unknown } | undefined
  additionalInfo?: { [name: string]: string } | undefined
}

const longestName = 512

/** What a resource is called here, the same in every audit. The kind 'other' is for what no page of ours shows. */
export function nameOf({ resourceType, resourceIdentifier: id = {} }: Resource): { kind: SubjectKind; name: string } {
  const text = (field: string) => (typeof id[field] === 'string' && id[field] !== '' ? id[field] : undefined)
  const certificate = text('deviceCertificateId') ?? lastPart(text('deviceCertificateArn'))
  if (certificate) return { kind: 'certificate', name: certificate }
  const ca = text('caCertificateId')
  if (ca) return { kind: 'ca-certificate', name: ca }
  const client = text('clientId')
  if (client !== undefined) return { kind: 'client', name: client }
  const alias = lastPart(text('roleAliasArn'))
  if (alias) return { kind: 'role-alias', name: alias }
  const account = text('account')
  if (account) return { kind: 'account', name: account }
  // A version of a policy that is objected to is the policy's failure: the next version may end it.
  const policy = (id.policyVersionIdentifier as { policyName?: unknown } | undefined)?.policyName
  if (typeof policy === 'string' && policy !== '') return { kind: 'policy', name: policy }
  const texts = [text('iamRoleArn'), text('cognitoIdentityPoolId'), ...textsIn(id)]
  return { kind: 'other', name: (texts.find(Boolean) ?? resourceType ?? 'unnamed').slice(0, longestName) }
}

/** The same for lists of what else a finding concerns, with what AWS adds. */
export function relatedOf(resource: Resource): Related {
  const { kind, name } = nameOf(resource)
  return { kind, name, detail: infoOf(resource) || null }
}

/** What AWS adds about a resource, in words; its keys are not documented but for a few, so all are shown as they are. */
export function infoOf({ additionalInfo = {}, resourceIdentifier }: Resource): string {
  const version = (resourceIdentifier?.policyVersionIdentifier as { policyVersionId?: unknown } | undefined)
    ?.policyVersionId
  const infos = Object.entries(additionalInfo).map(
    ([key, value]) => `${key.toLowerCase().replaceAll('_', ' ')}: ${shown(key, value)}`,
  )
  return [...(typeof version === 'string' ? [`version ${version}`] : []), ...infos].join(', ')
}

/** An instant that AWS tells as milliseconds in a text; null when it is none. */
export function timeOf(value: string | undefined): Date | null {
  if (value === undefined || !/^\d{10,14}$/.test(value)) return null
  // Of the two spellings of an instant, seconds have ten digits.
  const at = new Date(value.length === 10 ? Number(value) * 1000 : Number(value))
  return Number.isNaN(at.getTime()) ? null : at
}

const shown = (key: string, value: string) => (/TIME|DATE/i.test(key) ? (timeOf(value)?.toISOString() ?? value) : value)
const lastPart = (arn: string | undefined) => arn?.slice(arn.lastIndexOf('/') + 1)

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const texts = Object.keys(value)
    .sort()
    .flatMap((key) => textsIn((value as { [key: string]: unknown })[key]))
  return texts.length > 1 ? [texts.join(' ')] : texts
}
