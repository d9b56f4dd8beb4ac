import type { X509Certificate } from 'node:crypto'
import { type CaCertificate, certificateIdOf, validityOf } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { certificatePem } from '../../x509/issue.ts'
import { sha256 } from '../../x509/seeded.ts'
import { oneOf, required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, invalidRequest } from '../refuse.ts'
import { findCa } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'
import { invalidCertificate, parseCertificate } from './parse-certificate.ts'

export const caCertificates: IotHandlers = {
  ListCACertificates(input, { fleet }) {
    const { ascendingOrder = true, templateName } = input
    const where = (ca: CaCertificate) => !templateName || ca.registrationConfig?.templateName === templateName
    const source = ascendingOrder ? fleet.cas : fleet.cas.newestFirst
    const { items, next } = paginate(input, source, { operation: 'ListCACertificates', where, fallback: 25 })
    return { certificates: items.map((ca) => summary(fleet, ca)), nextMarker: next }
  },

  DescribeCACertificate({ certificateId }, { fleet }) {
    const ca = findCa(fleet, certificateId)
    const pem = certificatePem(ca.der)
    return {
      certificateDescription: {
        ...summary(fleet, ca),
        certificatePem: pem,
        ownedBy: fleet.account,
        autoRegistrationStatus: ca.autoRegistration,
        lastModifiedDate: epochDate(ca.modifiedAt),
        customerVersion: ca.version,
        generationId: `${ca.id.slice(0, 8)}-${ca.version}`,
        validity: validityOf(pem),
        certificateMode: ca.mode,
      },
      registrationConfig: ca.registrationConfig,
    }
  },

  GetRegistrationCode(_input, { fleet }) {
    return { registrationCode: registrationCode(fleet) }
  },

  RegisterCACertificate(input, { fleet }) {
    const parsed = parseCa(required(input.caCertificate, 'caCertificate'))
    const mode = oneOf(input.certificateMode ?? 'DEFAULT', 'certificateMode', ['DEFAULT', 'SNI_ONLY'])
    if (mode === 'DEFAULT')
      verifyOwnership(fleet, parsed, required(input.verificationCertificate, 'verificationCertificate'))
    const id = certificateIdOf(parsed.raw)
    if (fleet.cas.get(id)) throw alreadyExists('The CA certificate is already registered', { resourceId: id })
    const now = fleet.now()
    fleet.cas.add({
      id,
      der: parsed.raw,
      status: input.setAsActive ? 'ACTIVE' : 'INACTIVE',
      autoRegistration: input.allowAutoRegistration ? 'ENABLE' : 'DISABLE',
      createdAt: now,
      modifiedAt: now,
      version: 1,
      mode,
      registrationConfig: input.registrationConfig,
    })
    return { certificateArn: fleet.arn('cacert', id), certificateId: id }
  },

  UpdateCACertificate(input, { fleet }) {
    const ca = findCa(fleet, input.certificateId)
    const { newStatus, newAutoRegistrationStatus, registrationConfig, removeAutoRegistration } = input
    if (registrationConfig && removeAutoRegistration)
      throw invalidRequest('Cannot both set and remove auto registration')
    if (newStatus) ca.status = oneOf(newStatus, 'newStatus', ['ACTIVE', 'INACTIVE'])
    if (newAutoRegistrationStatus) {
      ca.autoRegistration = oneOf(newAutoRegistrationStatus, 'newAutoRegistrationStatus', ['ENABLE', 'DISABLE'])
    }
    if (registrationConfig) ca.registrationConfig = registrationConfig
    if (removeAutoRegistration) ca.registrationConfig = undefined
    ca.modifiedAt = fleet.now()
    ca.version++
    return {}
  },
}

const summary = (fleet: Fleet, { id, status, createdAt }: CaCertificate) => ({
  certificateArn: fleet.arn('cacert', id),
  certificateId: id,
  status,
  creationDate: epochDate(createdAt),
})

const registrationCode = ({ account, region }: Fleet) =>
  sha256(`registration code ${account}/${region}`).toString('hex')

/** Whoever registers a CA proves to hold its key by signing a certificate that bears the registration code. */
function verifyOwnership(fleet: Fleet, ca: X509Certificate, pem: string) {
  const proof = parseCertificate(pem)
  if (!proof.checkIssued(ca) || !proof.verify(ca.publicKey)) {
    throw invalidCertificate('The verification certificate is not signed by the CA certificate')
  }
  if (!proof.subject.split('\n').includes(`CN=${registrationCode(fleet)}`)) {
    throw new AwsError('RegistrationCodeValidationException', 'The registration code is invalid')
  }
}

function parseCa(pem: string) {
  const certificate = parseCertificate(pem)
  if (!certificate.ca) throw invalidCertificate('The certificate is not a CA certificate')
  return certificate
}
