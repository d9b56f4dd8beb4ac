import { check } from '../check.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates'],
  title: 'Certificate is registered without its CA',
  why: 'Nothing vouches for who issued it, and it may be active in other accounts, where revoking it here does not reach.',
  fix: 'Register its CA and the certificate under it; or keep a list of the accounts that have it, and revoke it in each.',
  source: 'AWS IoT Core Developer Guide, "Register a client certificate signed by an unregistered CA"',
  severity: 'info',
  applies: mayConnect,
  judge({ mode }) {
    if (mode === null) return { unknown: 'AWS did not say how it is registered' }
    return mode === 'SNI_ONLY' ? { severity: 'info', detail: 'Registered in mode SNI_ONLY' } : null
  },
})
