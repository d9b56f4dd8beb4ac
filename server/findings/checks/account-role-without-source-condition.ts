import { check } from '../check.ts'
import { kindsThatNameRoles } from '../roles-in-use.ts'
import { allOf } from '../shapes/objects.ts'
import { trustOf } from '../shapes/trust.ts'

export default check({
  about: 'account',
  reads: ['roles'],
  title: 'Role for AWS IoT can be used on behalf of other accounts',
  why: 'A service that takes the role for whoever asks can be made to use it by another account (the confused deputy).',
  fix: 'Add conditions on aws:SourceAccount and aws:SourceArn, for this account, to the trust policy of the role.',
  source: 'AWS IoT Device Defender and Device Advisor Developer Guides, "Cross-service confused deputy prevention"',
  severity: 'medium',
  judge(facts) {
    const roles = allOf(facts, 'iam-role')
    if (!roles) return { unknown: 'The roles could not be read' }
    const judged = roles.map(({ name, facts: role }) => ({
      name,
      trust: trustOf(role.trust),
      usedBy: role.usedBy ?? [],
    }))
    const open = judged.flatMap(({ name, trust, usedBy }) => {
      const loose = (trust ?? []).filter(({ guards }) => !guards.includes('aws:sourcearn'))
      const [first] = loose
      if (!first) return []
      const none = loose.some(({ guards }) => guards.length === 0)
      const missing = none ? 'aws:SourceArn or aws:SourceAccount' : 'aws:SourceArn'
      return [
        {
          severity: none ? ('medium' as const) : ('low' as const),
          reason: name,
          detail: `${name.slice(name.lastIndexOf('/') + 1)} trusts ${first.service} without ${missing}`,
          related: [{ kind: 'iam-role', name }, ...usedBy],
        },
      ]
    })
    if (open.length > 0) return open
    if (judged.some(({ trust }) => !trust)) return { unknown: 'The trust policy of a role could not be read' }
    const unread = kindsThatNameRoles.find((kind) => facts.unread[kind] !== undefined)
    return unread ? { unknown: `Not all that names roles was read. ${facts.unread[unread]}` } : null
  },
})
