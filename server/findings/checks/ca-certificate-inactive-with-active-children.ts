import { check } from '../check.ts'

export default check({
  about: 'ca-certificate',
  reads: ['ca-certificates', 'certificates', 'certificate-details'],
  title: 'CA is inactive while its device certificates are active',
  why: 'Deactivating a CA only stops new registrations: devices it no longer vouches for are let in as before.',
  fix: 'If the CA is no longer trusted, deactivate its certificates, too (Response); if it is only retired, rotate them.',
  source: 'AWS IoT Core Developer Guide, "Manage your CA certificates"',
  severity: 'medium',
  applies: ({ status }) => status === 'INACTIVE',
  judge({ activeChildren }) {
    return activeChildren === 0 ? null : { severity: 'medium', detail: `${activeChildren} active device certificates` }
  },
})
