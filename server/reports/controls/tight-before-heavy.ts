import { automatic } from '../kinds.ts'
import { most } from '../readings.ts'

export default automatic({
  group: 'Behaviour and response',
  order: 4,
  title: 'Tight permissions and monitoring come before heavier measures',
  about:
    'What is scoped and watched seldom has to be cut off. At least 95 % of things are to be watched, and of attachments to be of policies that reach no other thing.',
  figures: {
    'attachments-scoped': most({ pass: 0.95, fail: 0.5 }),
    'behaviour-coverage': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'well-architected-iot': ['IOTSEC04-BP01', 'IOTSEC06-BP02'],
    'nistir-8259a': ['Logical Access to Interfaces', 'Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 2.1', 'CR 6.2'],
    'eu-cra': ['I.I(2)(k)'],
    'iso-27001': ['A.8.3', 'A.8.16'],
    'soc-2': ['CC6.3', 'CC7.2'],
  },
})
