import { lacksCredential } from '#server/fleet/own-credential.ts'
import { check } from '../check.ts'

export default check({
  about: 'thing',
  reads: ['things', 'thing-principals', 'certificates', 'presence'],
  title: 'Device is connected without an active credential of its own',
  why: 'Somebody uses its client ID with a certificate that is not attached to it, or a session outlasts its credential.',
  fix: 'Look up the session’s credential in the records; end the session, and narrow the policy that allows the name.',
  source: 'AWS IoT API Reference, UpdateCertificate (sessions end within minutes); our own judgement otherwise',
  severity: 'high',
  applies: ({ presence }) => presence?.connected !== false,
  judge({ presence, certificates, activeCertificates, otherPrincipals }) {
    if (!presence) return { unknown: 'Whether it is connected is not known' }
    const lacks = lacksCredential({ certificates, activeCertificates, otherPrincipals })
    if (lacks === null) return { unknown: 'Its principals have not been read' }
    if (!lacks) return null
    if (certificates === 0) return { severity: 'high', detail: 'Connected, and nothing is attached to it' }
    const none =
      certificates === 1 ? 'its certificate is not active' : `none of its ${certificates} certificates is active`
    return { severity: 'high', detail: `Connected, and ${none}` }
  },
})
