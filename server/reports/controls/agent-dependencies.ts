import { attested } from '../kinds.ts'

export default attested({
  group: 'Device agents',
  order: 3,
  title: 'The agent’s dependencies are few and well kept',
  about: 'The agent is to make a device safer, not to bring weaknesses of its own.',
  beyond: 'the bill of materials of the agent, and which features of its dependencies are built in',
  clauses: {
    'device-agents': ['3'],
    'etsi-en-303-645': ['5.2-3'],
    'eu-cra': ['I.II(1)'],
    'iso-27001': ['A.8.8'],
  },
})
