import { partial } from '../kinds.ts'
import { most } from '../readings.ts'

export default partial({
  group: 'Rule 2: Access',
  order: 6,
  title: 'What a device may consume is limited',
  about:
    'A device that connects or sends without end hurts the others, and the bill. At least 95 % of things are to be watched for it.',
  beyond: 'throttling metrics and quotas of the account',
  figures: {
    'message-rate-coverage': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'golden-rules': ['2.6'],
    'well-architected-iot': ['IOTSEC06-BP02'],
    'etsi-en-303-645': ['5.1-5'],
    'iec-62443-4-2': ['CR 7.1'],
    'eu-cra': ['I.I(2)(h)', 'I.I(2)(i)'],
    'iso-27001': ['A.8.16'],
    'soc-2': ['CC7.2'],
  },
})
