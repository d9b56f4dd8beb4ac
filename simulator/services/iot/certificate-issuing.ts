import { generateKeyPair, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { type CaCertificate, Certificate, type CertificateStatus, certificateIdOf } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { amazonNotAfter, amazonSubject } from '../../x509/authority.ts'
import { type DistinguishedName, issue } from '../../x509/issue.ts'
import { sha256 } from '../../x509/seeded.ts'
import { readSigningRequest } from '../../x509/signing-request.ts'
import type { Call } from '../call.ts'
import { oneOf, required } from '../check.ts'
import { alreadyExists, invalidRequest } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'
import { invalidCertificate, parseCertificate } from './parse-certificate.ts'

const makeKeyPair = promisify(generateKeyPair)

/** Making device certificates, or registering ones made elsewhere. */
export const certificateIssuing: IotHandlers = {
  async CreateKeysAndCertificate({ setAsActive }, call) {
    const { publicKey, privateKey } = await makeKeyPair('rsa', { modulusLength: 2048 })
    const certificate = issueByAmazon(
      call,
      publicKey.export({ type: 'spki', format: 'der' }),
      amazonSubject,
      setAsActive,
    )
    const PublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const PrivateKey = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    return { ...issued(call.fleet, certificate), keyPair: { PublicKey, PrivateKey } }
  },

  async CreateCertificateFromCsr({ certificateSigningRequest, setAsActive }, call) {
    const request = await readSigningRequest(required(certificateSigningRequest, 'certificateSigningRequest'))
    if (!request) throw invalidRequest('The certificate signing request is invalid')
    return issued(call.fleet, issueByAmazon(call, request.spki, request.subject, setAsActive))
  },

  RegisterCertificate({ certificatePem, caCertificatePem, setAsActive, status }, { fleet }) {
    const parsed = parseCertificate(required(certificatePem, 'certificatePem'))
    const signer = fleet.cas.items.find((ca) => isSignedBy(parsed, ca))
    if (!signer) throw invalidCertificate('The certificate is not signed by a registered CA certificate')
    if (signer.status !== 'ACTIVE') throw new AwsError('CertificateStateException', 'The CA certificate is not active')
    if (caCertificatePem && certificateIdOf(parseCertificate(caCertificatePem).raw) !== signer.id) {
      throw invalidCertificate('The certificate is not signed by the given CA certificate')
    }
    return registered(fleet, parsed, statusOf(status ?? (setAsActive ? 'ACTIVE' : 'INACTIVE')), signer)
  },

  RegisterCertificateWithoutCA({ certificatePem, status }, { fleet }) {
    const parsed = parseCertificate(required(certificatePem, 'certificatePem'))
    return registered(fleet, parsed, statusOf(status ?? 'ACTIVE'))
  },
}

function issueByAmazon({ fleet, world }: Call, spki: Uint8Array, subject: DistinguishedName, setAsActive = false) {
  const createdAt = fleet.now()
  const der = issue(world.amazon, {
    subject,
    spki,
    serial: sha256(fleet.newId()).subarray(0, 20),
    notBefore: new Date(createdAt * 1000),
    notAfter: amazonNotAfter,
    kind: 'client',
  })
  return addCertificate(fleet, der, setAsActive ? 'ACTIVE' : 'INACTIVE')
}

function registered(fleet: Fleet, { raw }: X509Certificate, status: CertificateStatus, ca?: CaCertificate) {
  const id = certificateIdOf(raw)
  const members = { resourceId: id, resourceArn: fleet.arn('cert', id) }
  if (fleet.certificates.get(id)) throw alreadyExists('The certificate is already registered', members)
  addCertificate(fleet, raw, status, ca)
  return { certificateArn: members.resourceArn, certificateId: id }
}

function addCertificate(fleet: Fleet, der: Uint8Array, status: CertificateStatus, ca?: CaCertificate) {
  const id = certificateIdOf(der)
  const certificate = new Certificate({ id, der, status, createdAt: fleet.now(), ...(ca && { ca }) })
  fleet.certificates.add(certificate)
  return certificate
}

const issued = (fleet: Fleet, { id, pem }: Certificate) => ({
  certificateArn: fleet.arn('cert', id),
  certificateId: id,
  certificatePem: pem,
})

const statusOf = (status: string) => oneOf(status, 'status', ['ACTIVE', 'INACTIVE', 'PENDING_ACTIVATION'])

const isSignedBy = (certificate: X509Certificate, { der }: CaCertificate) => {
  const ca = new X509Certificate(der)
  return certificate.checkIssued(ca) && certificate.verify(ca.publicKey)
}
