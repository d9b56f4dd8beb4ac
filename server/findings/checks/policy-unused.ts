import { check } from '../check.ts'

export default check({
  about: 'policy',
  reads: ['policies', 'policy-targets'],
  title: 'Policy is attached to nothing',
  why: 'What nobody uses is looked after by nobody, and attached by mistake one day.',
  fix: 'Delete it with its versions, or attach it to what it was written for.',
  source: 'Security golden rules for IoT solutions, rule 8 (remove unused entry points)',
  severity: 'info',
  judge({ targets }) {
    if (targets === null) return { unknown: 'What it is attached to has not been read' }
    return targets === 0 ? { severity: 'info', detail: 'On no certificate, group or identity' } : null
  },
})
