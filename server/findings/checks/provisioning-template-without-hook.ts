import { check } from '../check.ts'
import { parsed } from '../shapes/objects.ts'

export default check({
  about: 'provisioning-template',
  reads: ['account-settings'],
  title: 'Provisioning template has no hook',
  why: 'Whoever holds a claim certificate is given an identity of its own, and nobody looks whether the device is one of yours.',
  fix: 'Add a pre-provisioning hook that checks serial numbers against the list of what was made.',
  source: 'AWS IoT Core Developer Guide, "Pre-provisioning hooks" (recommended for provisioning by claim)',
  severity: 'medium',
  applies({ facts }) {
    // Templates of JITP cannot have one.
    const template = parsed('provisioning-template', facts)
    return !template || (template.enabled !== false && template.type !== 'JITP')
  },
  judge({ facts }) {
    const template = parsed('provisioning-template', facts)
    if (!template) return { unknown: 'AWS did not say what it does' }
    return template.preProvisioningHook
      ? null
      : { severity: 'medium', detail: 'It provisions whoever asks with a claim' }
  },
})
