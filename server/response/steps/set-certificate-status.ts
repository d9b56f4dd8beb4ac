import { shortId } from '../short-id.ts'
import { step } from '../step.ts'

const settable = ['ACTIVE', 'INACTIVE'] as const
const pageSize = 250

/** The status of one certificate. REVOKED is for ever, so its inverse is none. */
export const setCertificateStatus = step('set-certificate-status', {
  operation: 'UpdateCertificate',
  needs: { reads: ['iot:DescribeCertificate', 'iot:ListCertificates'], applies: ['iot:UpdateCertificate'] },
  describe: ({ certificateId, from, to }) => ({
    kind: 'set-certificate-status',
    operation: 'UpdateCertificate',
    subject: certificateId,
    from,
    to,
    sentence: `Set certificate ${shortId(certificateId)} from ${from} to ${to}`,
  }),
  async read(aws, { certificateId }) {
    const certificate = await aws.describeCertificate(certificateId)
    return certificate && (certificate.status ?? 'UNKNOWN')
  },
  /** One list call tells of 250 certificates; both kinds of call have the same quota. */
  readMany(aws, params, fleet) {
    if (Math.ceil(fleet.certificates / pageSize) >= params.length) return undefined
    return readListed()

    async function readListed() {
      const wanted = new Map<string, string | null>(params.map(({ certificateId }) => [certificateId, null]))
      for await (const { items } of aws.listCertificates()) {
        for (const { certificateId, status } of items) if (wanted.has(certificateId)) wanted.set(certificateId, status)
      }
      return params.map(({ certificateId }) => wanted.get(certificateId) ?? null)
    }
  },
  isDone: (current, { to }) => current === to,
  apply: (aws, { certificateId, to }) => aws.setCertificateStatus(certificateId, to),
  inverse({ certificateId, to }, before) {
    const back = settable.find((status) => status === before)
    if (to === 'REVOKED' || !back || back === to) return null
    return { kind: 'set-certificate-status', certificateId, from: to, to: back }
  },
})
