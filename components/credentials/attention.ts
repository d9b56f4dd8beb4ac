import { plural } from '#components/ui/format.ts'
import { formatRelative } from '#components/ui/format-time.ts'
import type { CertificateDetail } from '#contract/certificates.ts'
import { describeExpiry } from './expiry.ts'
import { signatureName } from './signature-name.ts'
import { concernWords } from './words.ts'

type Note = { id: string; tone: 'bad' | 'attention' | 'unknown' | 'info'; title: string; detail: string }

type Judged = Pick<
  CertificateDetail,
  | 'status'
  | 'expiry'
  | 'notBefore'
  | 'notAfter'
  | 'concerns'
  | 'describedAt'
  | 'goneAt'
  | 'note'
  | 'keyAlgorithm'
  | 'keyBits'
  | 'signatureAlgorithm'
  | 'thingCount'
>

const order = { bad: 0, attention: 1, unknown: 2, info: 3 }

/** What a person should know before anything else about this certificate, worst first. */
export function attentionFor(certificate: Judged, nowMs: number): Note[] {
  return [
    ...presenceNotes(certificate, nowMs),
    ...expiryNotes(certificate, nowMs),
    ...concernNotes(certificate),
    ...strengthNotes(certificate),
  ].sort((a, b) => order[a.tone] - order[b.tone])
}

function presenceNotes({ goneAt, describedAt, status, thingCount, note }: Judged, nowMs: number): Note[] {
  const notes: Note[] = []
  if (goneAt)
    notes.push({
      id: 'gone',
      tone: 'info',
      title: 'AWS no longer lists it',
      detail: `It was last missing ${formatRelative(Date.parse(goneAt), nowMs)}. What follows is the last that was known.`,
    })
  if (!describedAt)
    notes.push({
      id: 'undescribed',
      tone: 'unknown',
      title: 'Not described by AWS yet',
      detail: 'Its dates, key and issuer are unknown until the certificate feed reaches it.',
    })
  if (status === 'REVOKED' && thingCount)
    notes.push({
      id: 'revoked-attached',
      tone: 'attention',
      title: `Revoked, yet still attached to ${plural(thingCount, 'thing')}`,
      detail: 'It no longer lets anything connect. Detach it once its devices have another certificate.',
    })
  if (note) notes.push({ id: 'note', tone: 'attention', title: 'Something about it is odd', detail: note })
  return notes
}

function expiryNotes({ status, expiry, notBefore, notAfter }: Judged, nowMs: number): Note[] {
  if (status !== 'ACTIVE') return []
  const title = describeExpiry({ expiry, notBefore, notAfter }, nowMs)
  if (expiry === 'expired')
    return [
      { id: expiry, tone: 'bad', title, detail: 'It is still active, but a device that presents it cannot connect.' },
    ]
  if (expiry === 'expiring')
    return [
      { id: expiry, tone: 'attention', title, detail: 'Afterwards its devices cannot connect to be given another.' },
    ]
  if (expiry === 'not-yet-valid')
    return [{ id: expiry, tone: 'attention', title, detail: 'Until then a device that presents it cannot connect.' }]
  return []
}

const concernNotes = ({ concerns, thingCount }: Judged): Note[] =>
  concerns.map((concern) => {
    const { word, meaning, tone } = concernWords[concern]
    const title = concern === 'shared' && thingCount ? `Shared by ${plural(thingCount, 'thing')}` : word
    return { id: concern, tone, title, detail: meaning }
  })

/** AWS IoT accepts RSA from 2048 bits and the curves P-256, P-384 and P-521 (X.509 client certificates). */
function strengthNotes({ keyAlgorithm, keyBits, signatureAlgorithm }: Judged): Note[] {
  const notes: Note[] = []
  if (keyAlgorithm === 'RSA' && keyBits !== null && keyBits < 2048)
    notes.push({
      id: 'weak-key',
      tone: 'bad',
      title: `Its key is RSA ${keyBits}`,
      detail: 'AWS IoT asks for RSA 2048 or more; a shorter key can be broken.',
    })
  if (signatureAlgorithm && /md[25]|sha-?1(?!\d)/i.test(signatureAlgorithm))
    notes.push({
      id: 'weak-signature',
      tone: 'attention',
      title: `Signed with ${signatureName(signatureAlgorithm)}`,
      detail: 'A hash that no longer keeps a signature from being forged.',
    })
  return notes
}
