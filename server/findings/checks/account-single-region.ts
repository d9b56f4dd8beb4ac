import { check } from '../check.ts'

export default check({
  about: 'account',
  reads: [],
  title: 'Only one Region of the account is watched',
  why: 'When the Region is gone, so are the registry, certificates and policies that devices would need elsewhere.',
  fix: 'Keep a copy of registry, certificates and policies in a second Region, and add it under Settings → AWS accounts.',
  source: 'Well-Architected IoT Lens, IOTREL14-BP02; AWS IoT Core Developer Guide, security best practices',
  severity: 'low',
  judge({ region, otherRegions }) {
    return otherRegions.length > 0 ? null : { severity: 'low', detail: `Only ${region}` }
  },
})
