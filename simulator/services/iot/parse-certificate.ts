import { X509Certificate } from 'node:crypto'
import { AwsError } from '../../wire/aws-error.ts'

/** Reads a PEM certificate, or refuses it as AWS does. */
export function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw invalidCertificate('The certificate is not a valid X.509 certificate')
  }
}

export const invalidCertificate = (message: string) => new AwsError('CertificateValidationException', message)
