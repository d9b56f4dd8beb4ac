import { check } from '../check.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'thing-principals'],
  title: 'Active certificate is attached to nothing',
  why: 'Whoever holds its key may connect, as no device that anybody knows of.',
  fix: 'Attach it to its thing, or deactivate it.',
  source: 'AWS IoT Core Developer Guide, security best practices (unique identity per device)',
  severity: 'medium',
  // One of a claim is on no thing by design.
  applies: ({ status, claim }) => status === 'ACTIVE' && claim !== true,
  judge({ thingCount, hasPolicy, connections }) {
    if (thingCount === null) return { unknown: 'Its things have not been read' }
    if (thingCount > 0) return null
    if (connections?.last)
      return {
        severity: 'high',
        detail: 'On no thing, and in use',
      }
    if (hasPolicy === false) return { severity: 'low', detail: 'On no thing, and without a policy' }
    return { severity: 'medium', detail: hasPolicy ? 'On no thing, but with a policy' : 'On no thing' }
  },
})
