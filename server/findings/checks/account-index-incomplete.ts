import { check } from '../check.ts'
import { onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['account-settings'],
  title: 'Fleet index leaves out connectivity or violations',
  why: 'Without connectivity nobody sees that a device went quiet, or is connected though it was shut out.',
  fix: 'Set thingConnectivityIndexingMode to STATUS, and deviceDefenderIndexingMode to VIOLATIONS (aws iot update-indexing-configuration).',
  source: 'AWS IoT Device Management Developer Guide, "Managing fleet indexing"',
  severity: 'medium',
  applies(facts) {
    // Where the index is off as a whole, another check says so.
    return onlyOf(facts, 'index-configuration')?.thingIndexingConfiguration?.thingIndexingMode !== 'OFF'
  },
  judge(facts) {
    const index = onlyOf(facts, 'index-configuration')?.thingIndexingConfiguration
    if (!index) return { unknown: 'The settings of the fleet index have not been read' }
    const connectivity = index.thingConnectivityIndexingMode !== 'STATUS'
    const violations = index.deviceDefenderIndexingMode !== 'VIOLATIONS'
    return [
      ...(connectivity
        ? [{ severity: 'medium' as const, reason: 'connectivity', detail: 'Connectivity is not indexed' }]
        : []),
      // Only of use where Detect is.
      ...(violations
        ? [{ severity: 'info' as const, reason: 'violations', detail: 'Violations of Detect are not indexed' }]
        : []),
    ]
  },
})
