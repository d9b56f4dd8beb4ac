import { placeIn } from '#server/policies/evaluate/actions.ts'
import { lintPolicy } from '#server/policies/lint/lint.ts'
import { check } from '../check.ts'
import { parsed } from '../shapes/objects.ts'
import { policiesIn } from '../shapes/template-policies.ts'

export default check({
  about: 'provisioning-template',
  reads: ['account-settings'],
  title: 'Provisioning template gives devices a policy that permits too much',
  why: 'Every device that it provisions from now on reaches others.',
  fix: 'Hold the policy in the template to iot:Connection.Thing.ThingName; the linter shows how on a policy’s page.',
  source: 'AWS IoT Device Defender, IOT_POLICY_OVERLY_PERMISSIVE_CHECK, applied to what the template creates',
  severity: 'high',
  applies({ facts }) {
    return parsed('provisioning-template', facts)?.enabled !== false
  },
  judge({ name, facts }) {
    const template = parsed('provisioning-template', facts)
    const place = placeIn(template?.templateArn ?? '')
    const documents = template?.templateBody ? policiesIn(template.templateBody) : undefined
    if (!documents || !place) return { unknown: 'Its body could not be read' }
    const wide = documents.flatMap((document) => {
      const versions = [{ versionId: 'template', isDefault: true, document }]
      const unknown = { targets: null, mostOnOneCertificate: null, crossings: null }
      return lintPolicy({ name, versions, awsAccountId: place.account, region: place.region, ...unknown }).filter(
        ({ audit }) => audit === 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
      )
    })
    const [worst] = wide
    if (!worst) return null
    return { severity: 'high', detail: `${worst.title}${worst.found ? ` (${worst.found.slice(0, 120)})` : ''}` }
  },
})
