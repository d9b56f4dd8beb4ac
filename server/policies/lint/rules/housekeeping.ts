import { mostCharacters, sizeOf } from '../../evaluate/document.ts'
import type { Found, PolicyFacts } from '../rule.ts'

/** AWS's quotas ("AWS IoT Core endpoints and quotas"); none of them can be raised for one policy. */
const mostVersions = 5
const mostPoliciesOnOne = 10

/** What there is to say whatever the documents are: use, and how near the limits it is. */
export function housekeeping({ versions, targets, mostOnOneCertificate }: PolicyFacts): Found[] {
  const size = sizeOf(versions.find(({ isDefault }) => isDefault)?.document ?? '')
  const found: Found[] = []
  if (targets === 0) {
    found.push({
      rule: 'unused-policy',
      severity: 'info',
      title: 'It is attached to nothing',
      explanation:
        'No certificate, thing group or identity has it. What is not used can be deleted before somebody attaches it.',
    })
  }
  if (size > mostCharacters * 0.9) {
    found.push({
      rule: 'document-size',
      severity: size > mostCharacters ? 'medium' : 'info',
      title: `Its document has ${size} of ${mostCharacters} characters`,
      explanation: 'White space not counted. AWS refuses a longer one: there is little room for what is added next.',
    })
  }
  if (versions.length >= mostVersions) {
    found.push({
      rule: 'versions-full',
      severity: 'info',
      title: `All ${mostVersions} versions are taken`,
      explanation: 'AWS refuses a new version until an old one is deleted: a fix in a hurry would fail.',
    })
  }
  if (mostOnOneCertificate !== null && mostOnOneCertificate >= mostPoliciesOnOne) {
    found.push({
      rule: 'policies-on-one',
      severity: 'low',
      title: `A certificate with this policy has ${mostOnOneCertificate} policies`,
      explanation: `AWS attaches ${mostPoliciesOnOne} at most: one more, such as a quarantine, is refused for that certificate.`,
    })
  }
  return found
}
