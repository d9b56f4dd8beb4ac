import { check } from '../check.ts'

export default check({
  about: 'client',
  // Any of the feeds will do; without one there are no clients to judge.
  reads: ['things'],
  title: 'Client connects that no thing is called by',
  why: 'It is in no group, index or job, gets no thing’s permissions, and cannot be told from a stranger.',
  fix: 'Register its thing under that name; or find out whose credential it uses, and narrow the policy that allows it.',
  source:
    'AWS IoT Core Developer Guide, "Associating a AWS IoT thing to an MQTT client connection"; security golden rules, rule 1',
  severity: 'medium',
  judge({ principal, addresses }) {
    const from = addresses.length ? ` from ${addresses.toSorted().slice(0, 3).join(', ')}` : ''
    return {
      severity: 'medium',
      detail: `Connects${from}`,
      related: principal ? [{ kind: 'principal', name: principal }] : [],
    }
  },
})
