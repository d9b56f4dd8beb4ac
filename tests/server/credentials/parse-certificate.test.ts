import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readX509 } from '#server/credentials/ingest/x509-facts.ts'
import { parseCertificate } from '#server/credentials/x509/parse-certificate.ts'
import { startSimulator } from '#simulator/server.ts'

async function demoPems(): Promise<string[]> {
  const simulator = await startSimulator({ scenario: 'demo', quotaScale: 0 })
  const { certificates } = simulator.world.fleet('123456789012', 'eu-west-1')
  const pems = Array.from({ length: certificates.size }, (_, place) => certificates.at(place).pem)
  await simulator.close()
  return pems
}

test('says what node says, of every certificate of the demo fleet', async () => {
  for (const pem of (await demoPems()).filter((_, place) => place % 7 === 0)) {
    const facts = parseCertificate(pem)
    const node = new X509Certificate(pem)
    const { asymmetricKeyType, asymmetricKeyDetails: details = {} } = node.publicKey
    const curves: Record<string, number> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }
    expect(facts).toMatchObject({
      serialNumber: node.serialNumber,
      fingerprint: node.fingerprint256.replaceAll(':', '').toLowerCase(),
      notBefore: new Date(node.validFrom),
      notAfter: new Date(node.validTo),
      keyAlgorithm: asymmetricKeyType?.toUpperCase(),
      keyBits: details.modulusLength ?? curves[details.namedCurve ?? ''],
    })
    expect(facts.subject.split(', ').length).toBe(node.subject.split('\n').length)
  }
})

describe('what is not a certificate is told, not thrown', () => {
  test.each([
    ['', 'no PEM certificate'],
    ['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', 'truncated'],
    ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', 'truncated'],
    ['-----BEGIN CERTIFICATE-----\nBQA=\n-----END CERTIFICATE-----\n', 'not an X.509 certificate'],
  ])('%j', (pem, reason) => {
    expect(() => parseCertificate(pem)).toThrow(reason)
  })

  test('the dates AWS gave are kept, and a note says why', () => {
    const notAfter = new Date('2030-01-01T00:00:00Z')
    expect(readX509({ pem: 'garbage', validity: { notAfter } })).toMatchObject({
      notAfter,
      subject: null,
      note: 'The certificate text could not be read (no PEM certificate).',
    })
    expect(readX509({ pem: null, validity: { notAfter } })).toMatchObject({
      notAfter,
      note: expect.stringMatching(/^AWS gave no/),
    })
  })
})

test('where AWS disagrees with the certificate, the certificate is right', async () => {
  const [pem = ''] = await demoPems()
  const facts = readX509({ pem, validity: { notBefore: new Date(0), notAfter: new Date('2031-01-01T00:00:00Z') } })
  expect(facts.notAfter).toEqual(new Date(new X509Certificate(pem).validTo))
  expect(facts.note).toBe(
    'AWS says it is valid from 1970-01-01T00:00:00.000Z to 2031-01-01T00:00:00.000Z; the dates shown are the certificate’s own.',
  )
})
