import { partial } from '../kinds.ts'
import { most } from '../readings.ts'

export default partial({
  group: 'Rule 5: Audit and monitoring',
  order: 2,
  title: 'Activity is monitored, on the device and off it',
  about:
    'A device that was taken over behaves otherwise. At least 95 % of things are to be under a behaviour rule, and 90 % of alarms judged or over.',
  beyond: 'network flow logs, GuardDuty, and what happens on devices without an agent',
  figures: {
    'behaviour-coverage': most({ pass: 0.95, fail: 0.5 }),
    'alarms-judged': most({ pass: 0.9, fail: 0 }),
  },
  clauses: {
    'golden-rules': ['5.2'],
    'well-architected-iot': ['IOTSEC06-BP02'],
    'etsi-en-303-645': ['5.10-1'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 6.2'],
    'eu-cra': ['I.I(2)(l)'],
    'iso-27001': ['A.8.16'],
    'soc-2': ['CC7.2'],
  },
})
