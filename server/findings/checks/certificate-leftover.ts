import { check } from '../check.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'thing-principals'],
  title: 'Device has several active certificates',
  why: 'A rotation that was not finished leaves a second key that works, often an old one nobody looks after.',
  fix: 'See in the connection records which one the device uses, and deactivate the others.',
  source: 'Security golden rules for IoT solutions, rule 1 (one credential per identity)',
  severity: 'medium',
  applies: ({ status }) => status === 'ACTIVE',
  judge({ leftover, thingCount, things }) {
    if (leftover) {
      const related = things.map(({ name }) => ({ kind: 'thing', name }))
      const where = things[0] ? `${things[0].name} has` : 'A thing of it has'
      return { severity: 'medium', detail: `${where} another active certificate, too`, related }
    }
    return thingCount === null ? { unknown: 'Its things have not been read' } : null
  },
})
