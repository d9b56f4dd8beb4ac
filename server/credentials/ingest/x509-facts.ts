import { plainOrNull } from '#server/history/observation.ts'
import { parseCertificate, type X509Facts } from '../x509/parse-certificate.ts'

type Said = { pem: string | null; validity: { notBefore?: Date | undefined; notAfter?: Date | undefined } | null }

type Read = { [Field in keyof X509Facts]: X509Facts[Field] | null } & { note: string | null }

/**
 * The certificate's own facts, from its PEM. Other AWS-compatible servers leave `validity` out or get it wrong, so the
 * PEM decides, and `note` says where AWS differs or what could not be read.
 */
export function readX509({ pem, validity }: Said): Read {
  const notBefore = validity?.notBefore ?? null
  const notAfter = validity?.notAfter ?? null
  if (!pem) return { ...nothing, notBefore, notAfter, note: 'AWS gave no certificate text; the dates are AWS’s own.' }
  try {
    const facts = parseCertificate(pem)
    return {
      ...facts,
      subject: plainOrNull(facts.subject),
      commonName: plainOrNull(facts.commonName),
      issuer: plainOrNull(facts.issuer),
      note: disagreement(facts, notBefore, notAfter),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ...nothing, notBefore, notAfter, note: `The certificate text could not be read (${reason}).` }
  }
}

function disagreement(facts: X509Facts, notBefore: Date | null, notAfter: Date | null): string | null {
  if (!notAfter) return 'AWS gave no validity; the dates are the certificate’s own.'
  const differs = (a: Date | null, b: Date) => a !== null && Math.abs(a.getTime() - b.getTime()) >= 1000
  if (!differs(notBefore, facts.notBefore) && !differs(notAfter, facts.notAfter)) return null
  const said = [notBefore?.toISOString() ?? 'no date', notAfter.toISOString()].join(' to ')
  return `AWS says it is valid from ${said}; the dates shown are the certificate’s own.`
}

const nothing: Read = {
  subject: null,
  commonName: null,
  issuer: null,
  serialNumber: null,
  fingerprint: null,
  notBefore: null,
  notAfter: null,
  keyAlgorithm: null,
  keyBits: null,
  signatureAlgorithm: null,
  note: null,
}
