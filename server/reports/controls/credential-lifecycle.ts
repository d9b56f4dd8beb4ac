import { partial } from '../kinds.ts'
import { within } from '../readings.ts'

export default partial({
  group: 'Rule 1: Identity',
  order: 3,
  title: 'Credentials are made, handed out, renewed and revoked in order',
  about:
    'A credential that nobody renews ends a device, and one that nobody revokes outlives it. What was ordered to be cut off is to be cut off within 15 minutes.',
  beyond: 'who may make and hand out credentials, and how a renewal reaches a device',
  checks: [
    'certificate-inactive-yet-connected',
    'certificate-expired',
    'certificate-expiring',
    'certificate-too-old',
    'certificate-long-lived',
    'certificate-pending-too-long',
    'ca-certificate-expired',
    'ca-certificate-expiring',
    'ca-certificate-inactive-with-active-children',
  ],
  figures: {
    'response-time-p90': within(15 * 60),
  },
  clauses: {
    'golden-rules': ['1.3'],
    'well-architected-iot': ['IOTSEC05-BP01'],
    'etsi-en-303-645': ['5.5-8'],
    'nistir-8259a': ['Device Identification', 'Data Protection'],
    'iec-62443-4-2': ['CR 1.5', 'CR 1.8'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.5.17'],
    'soc-2': ['CC6.1', 'CC6.2'],
  },
})
