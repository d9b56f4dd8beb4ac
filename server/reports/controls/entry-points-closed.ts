import { automatic } from '../kinds.ts'
import { none } from '../readings.ts'

export default automatic({
  group: 'Rule 2: Access',
  order: 2,
  title: 'No entry point lets a device be another, or more than it is',
  about:
    'One policy that permits too much makes every device that has it a way in. Roles of Cognito users and of role aliases are as Device Defender judged them.',
  checks: [
    'policy-overly-permissive',
    'policy-client-id-variable',
    'policy-wide-wildcard',
    'policy-inverted',
    'policy-deny-without-effect',
    'policy-potentially-misconfigured',
    'policy-mistaken-grammar',
    'policy-unparsable',
    'policy-claim-too-wide',
    'provisioning-template-wide-policy',
    'role-alias-long-lived-credentials',
  ],
  figures: {
    'audited-roles-too-wide': none('fail'),
  },
  clauses: {
    'golden-rules': ['2.2'],
    'well-architected-iot': ['IOTSEC04-BP01'],
    'etsi-en-303-645': ['5.5-5'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 2.1'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.5.15', 'A.8.3'],
    'soc-2': ['CC6.1', 'CC6.6'],
  },
})
