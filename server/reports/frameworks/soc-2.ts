import { framework, seen, unchecked } from '../framework.ts'

export default framework({
  title: 'SOC 2',
  edition: 'Trust Services Criteria',
  clauses: {
    'CC6.1': seen('Logical access is protected'),
    'CC6.2': seen('Access is given only to who is registered and authorised'),
    'CC6.3': seen('Rights follow roles and least privilege'),
    'CC6.4': unchecked('Physical access is restricted'),
    'CC6.6': seen('Boundaries are protected against what comes from outside'),
    'CC6.8': seen('Unauthorised software is kept out or found'),
    'CC7.1': seen('Changes of configuration and new vulnerabilities are found'),
    'CC7.2': seen('Anomalies are monitored for'),
    'CC7.3': seen('Events are evaluated as incidents'),
    'CC7.4': seen('Incidents are answered by a programme'),
    'CC7.5': seen('Incidents are recovered from'),
    'CC8.1': seen('Changes are authorised, tested and approved'),
    'C1.1': unchecked('Confidential information is known and protected'),
    'C1.2': unchecked('Confidential information is disposed of'),
    'A1.2': seen('Recovery means are there and kept up'),
  },
})
