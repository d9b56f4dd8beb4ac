import { check } from '../check.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'policies', 'policy-targets'],
  title: 'Active certificate has no policy',
  why: 'Its device is let in by TLS and refused everything: it does not work, or it is a leftover nobody needs.',
  fix: 'Attach the policy of its kind of device, by its group if there is one, or deactivate it.',
  source: 'AWS IoT Core Developer Guide, "AWS IoT Core policies" (what is not allowed is denied)',
  severity: 'low',
  applies: ({ status }) => status === 'ACTIVE',
  judge({ hasPolicy }) {
    if (hasPolicy === null) return { unknown: 'Its policies have not been read' }
    return hasPolicy ? null : { severity: 'low', detail: 'Neither it nor a group of its things has a policy' }
  },
})
