import { framework, seen } from '../framework.ts'

export default framework({
  title: 'Device-agent practices',
  edition: 'Device Defender agent guidance; numbered by us',
  clauses: {
    '1': seen('The agent runs as a user of its own that is not root'),
    '2': seen('It survives errors and restarts by itself'),
    '3': seen('Its dependencies are few and well kept'),
    '4': seen('It is isolated: no inbound ports'),
    '5': seen('Its names do not give away a security purpose'),
    '6': seen('No secrets, debug or dead code are deployed'),
    '7': seen('It validates chain and name under trusted roots only'),
    '8': seen('Its deployment is access-controlled and integrity-protected'),
  },
})
