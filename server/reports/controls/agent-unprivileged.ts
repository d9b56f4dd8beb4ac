import { attested } from '../kinds.ts'

export default attested({
  group: 'Device agents',
  order: 1,
  title: 'The agent runs as a user of its own that is not root',
  about: 'An agent that is broken into has the rights it runs with; reading what it measures is enough.',
  beyond: 'the user and group that each firmware runs the agent with',
  clauses: {
    'device-agents': ['1'],
    'etsi-en-303-645': ['5.6-7'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 2.1'],
    'iso-27001': ['A.8.2'],
  },
})
