import type { Certificate } from '../../fleet/certificate.ts'
import { validityOf } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { paginate } from '../paginate.ts'
import { findCa, findCertificate } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

/** Reading device certificates. */
export const certificates: IotHandlers = {
  ListCertificates(input, { fleet }) {
    const source = input.ascendingOrder ? fleet.certificates : fleet.certificates.newestFirst
    const { items, next } = paginate(input, source, { operation: 'ListCertificates', fallback: 25 })
    return { certificates: items.map((certificate) => summary(fleet, certificate)), nextMarker: next }
  },

  ListCertificatesByCA(input, { fleet }) {
    const ca = findCa(fleet, input.caCertificateId)
    const source = input.ascendingOrder ? fleet.certificates : fleet.certificates.newestFirst
    const where = (certificate: Certificate) => certificate.ca === ca
    const { items, next } = paginate(input, source, { operation: 'ListCertificatesByCA', where, fallback: 25 })
    return { certificates: items.map((certificate) => summary(fleet, certificate)), nextMarker: next }
  },

  DescribeCertificate({ certificateId }, { fleet }) {
    const certificate = findCertificate(fleet, certificateId)
    const { transfer, pem } = certificate
    return {
      certificateDescription: {
        ...summary(fleet, certificate),
        caCertificateId: certificate.ca?.id,
        certificatePem: pem,
        ownedBy: fleet.account,
        previousOwnedBy: certificate.previousOwner,
        lastModifiedDate: epochDate(certificate.modifiedAt),
        customerVersion: certificate.version,
        transferData: transfer && { transferMessage: transfer.message, transferDate: epochDate(transfer.at) },
        generationId: `${certificate.id.slice(0, 8)}-${certificate.version}`,
        validity: validityOf(pem),
      },
    }
  },
}

const summary = (fleet: Fleet, certificate: Certificate) => ({
  certificateArn: fleet.arn('cert', certificate.id),
  certificateId: certificate.id,
  status: certificate.status,
  certificateMode: certificate.mode,
  creationDate: epochDate(certificate.createdAt),
})
