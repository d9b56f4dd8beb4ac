import { framework, seen } from '../framework.ts'

export default framework({
  title: 'AWS IoT Core practices',
  edition: 'Developer Guide, security best practices; numbered by us',
  clauses: {
    '1': seen('Client IDs are unique, and policies restrict who may use which'),
    '2': seen('Conflicts of client IDs are watched'),
    '3': seen('Each device may only do what it should'),
    '4': seen('Overly permissive policies are looked for'),
    '5': seen('The device clock is right before connecting'),
    '6': seen('The device validates the server certificate'),
    '7': seen('One identity per device; users are apart'),
    '8': seen('A second Region holds a copy'),
    '9': seen('Devices are provisioned by templates or just in time'),
    '10': seen('Devices are qualified with Device Advisor, by a role that cannot be confused'),
  },
})
