import { X509Certificate } from 'node:crypto'
import type { Value } from './pattern.ts'

/** What policies may ask of a certificate. Names hold their fields in order, each as often as it is there. */
export type CertificateFacts = {
  subject: readonly Field[]
  issuer: readonly Field[]
  serialNumber: string
  alternativeNames: readonly Field[]
}
type Field = { field: string; value: string }

/** Reads a certificate's PEM; undefined when it is none. */
export function readCertificate(pem: string): CertificateFacts | undefined {
  try {
    const x509 = new X509Certificate(pem)
    return {
      subject: fieldsIn(x509.subject),
      issuer: fieldsIn(x509.issuer),
      serialNumber: x509.serialNumber,
      alternativeNames: (x509.subjectAltName ?? '').split(', ').flatMap(alternativeName),
    }
  } catch {
    return undefined
  }
}

/**
 * The value of a certificate variable. Of a field that is there several times the first counts, `.2` and so on name the
 * others, and `.List` is all of them ("X.509 certificate policy variables"). What AWS does not say how to write is unknown.
 */
export function certificateValue(certificate: CertificateFacts, variable: string): Value {
  if (variable === 'iot:Certificate.SerialNumber') return certificate.serialNumber
  const [, holder, name = '', which] =
    /^iot:Certificate\.(Subject\.AlternativeName|Subject|Issuer)\.(\w+)(?:\.(\d+|List))?$/.exec(variable) ?? []
  if (holder === undefined) return undefined
  const fields =
    holder === 'Subject' ? certificate.subject : holder === 'Issuer' ? certificate.issuer : certificate.alternativeNames
  const all = fields.flatMap(({ field, value }) => (field === name ? [value] : []))
  if (which === 'List') return all.length > 0 ? all : null
  return all[which === undefined ? 0 : Number(which) - 1] ?? null
}

const names: ReadonlyMap<string, string> = new Map([
  ['CN', 'CommonName'],
  ['C', 'Country'],
  ['dnQualifier', 'DistinguishedNameQualifier'],
  ['generationQualifier', 'GenerationQualifier'],
  ['GN', 'GivenName'],
  ['initials', 'Initials'],
  ['O', 'Organization'],
  ['OU', 'OrganizationalUnit'],
  ['pseudonym', 'Pseudonym'],
  ['serialNumber', 'SerialNumber'],
  ['ST', 'State'],
  ['SN', 'Surname'],
  ['title', 'Title'],
])

/** The fields of a name as Node prints it: a part a line. */
function fieldsIn(name: string | undefined): Field[] {
  return (name ?? '').split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    const field = names.get(line.slice(0, at))
    return field === undefined ? [] : [{ field, value: line.slice(at + 1) }]
  })
}

const alternativeKinds: ReadonlyMap<string, string> = new Map([
  ['DNS', 'DNSName'],
  ['IP Address', 'IPAddress'],
  ['URI', 'UniformResourceIdentifier'],
  ['email', 'RFC822Name'],
  ['DirName', 'DirectoryName'],
])

function alternativeName(part: string): Field[] {
  const at = part.indexOf(':')
  const field = alternativeKinds.get(part.slice(0, at))
  return field === undefined ? [] : [{ field, value: part.slice(at + 1) }]
}
