import { createHash, X509Certificate } from 'node:crypto'
import { certificatePem } from '../x509/issue.ts'
import type { Policy } from './policy.ts'
import type { Thing } from './thing.ts'

export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED' | 'PENDING_TRANSFER' | 'PENDING_ACTIVATION'

interface CertificateOptions {
  id: string
  /** The bytes, or how to make them when asked from the ordinal: a million certificates are not kept. */
  der: Uint8Array | ((ordinal: number) => Uint8Array)
  ordinal?: number
  status: CertificateStatus
  /** Epoch seconds. */
  createdAt: number
  ca?: CaCertificate
}

/** A registered device certificate. The arrays are shared between certificates and therefore replaced, never changed. */
export class Certificate {
  readonly id: string
  readonly createdAt: number
  readonly ca: CaCertificate | undefined
  status: CertificateStatus
  modifiedAt: number
  version = 1
  mode: 'DEFAULT' | 'SNI_ONLY' = 'DEFAULT'
  things: readonly Thing[] = none
  policies: readonly Policy[] = none
  previousOwner: string | undefined = undefined
  transfer: { to: string; message: string; at: number } | undefined = undefined
  readonly #der: Uint8Array | ((ordinal: number) => Uint8Array)
  readonly #ordinal: number

  constructor({ id, der, ordinal = 0, status, createdAt, ca }: CertificateOptions) {
    this.id = id
    this.#der = der
    this.#ordinal = ordinal
    this.status = status
    this.createdAt = createdAt
    this.modifiedAt = createdAt
    this.ca = ca
  }

  get der(): Uint8Array {
    return typeof this.#der === 'function' ? this.#der(this.#ordinal) : this.#der
  }

  get pem(): string {
    return certificatePem(this.der)
  }
}

export interface CaCertificate {
  readonly id: string
  readonly der: Uint8Array
  status: 'ACTIVE' | 'INACTIVE'
  autoRegistration: 'ENABLE' | 'DISABLE'
  /** Epoch seconds. */
  readonly createdAt: number
  modifiedAt: number
  version: number
  mode: 'DEFAULT' | 'SNI_ONLY'
  registrationConfig: { templateBody?: string; roleArn?: string; templateName?: string } | undefined
}

/** The id AWS gives a certificate: the SHA-256 of its DER, in hex. */
export const certificateIdOf = (der: Uint8Array) => createHash('sha256').update(der).digest('hex')

export function validityOf(pem: string): { notBefore: Date; notAfter: Date } {
  const { validFrom, validTo } = new X509Certificate(pem)
  return { notBefore: new Date(validFrom), notAfter: new Date(validTo) }
}

const none: readonly never[] = []
