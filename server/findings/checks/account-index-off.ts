import { check } from '../check.ts'
import { onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['account-settings'],
  title: 'Fleet indexing is off',
  why: 'Things are then read one by one, late; whether they are connected is not known at all.',
  fix: 'Turn on indexing of the registry, with connectivity (aws iot update-indexing-configuration).',
  source: 'AWS IoT Device Management Developer Guide, "Managing fleet indexing"',
  severity: 'medium',
  judge(facts) {
    const index = onlyOf(facts, 'index-configuration')?.thingIndexingConfiguration
    if (!index) return { unknown: 'The settings of the fleet index have not been read' }
    return index.thingIndexingMode === 'OFF' ? { severity: 'medium', detail: 'No thing is indexed' } : null
  },
})
