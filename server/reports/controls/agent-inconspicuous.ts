import { attested } from '../kinds.ts'

export default attested({
  group: 'Device agents',
  order: 5,
  title: 'Names of processes, folders and arguments do not give away what they are for',
  about: 'Who knows which process watches knows which to stop.',
  beyond: 'names of processes, folders and arguments in each firmware',
  clauses: {
    'device-agents': ['5'],
    'eu-cra': ['I.I(2)(j)'],
  },
})
