import 'reflect-metadata'
import { createHash, X509Certificate } from 'node:crypto'
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DeleteThingCommand,
  DescribeCACertificateCommand,
  DescribeCertificateCommand,
  DetachThingPrincipalCommand,
  GetRegistrationCodeCommand,
  ListCACertificatesCommand,
  ListCertificatesByCACommand,
  ListPrincipalThingsCommand,
  ListPrincipalThingsV2Command,
  ListThingPrincipalsCommand,
  ListThingPrincipalsV2Command,
  RegisterCACertificateCommand,
  RegisterCertificateCommand,
  UpdateCACertificateCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'
import { authorityPem, leafPem, registerCertificate } from './test-authority.ts'

const aws = simulate()
let iot: ReturnType<typeof aws.iot>

beforeEach(() => {
  aws.world.forgetFleets()
  iot = aws.iot()
})

const register = (status?: 'ACTIVE' | 'INACTIVE' | 'PENDING_ACTIVATION') => registerCertificate(iot, status)

const update = (certificateId: string, newStatus: string) =>
  iot.send(new UpdateCertificateCommand({ certificateId, newStatus: newStatus as 'ACTIVE' }))

async function describeCertificate(certificateId: string) {
  const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }))
  return certificateDescription
}

describe('UpdateCertificate', () => {
  test.each([
    ['ACTIVE', 'INACTIVE'],
    ['INACTIVE', 'ACTIVE'],
    ['ACTIVE', 'REVOKED'],
    ['INACTIVE', 'REVOKED'],
    ['PENDING_ACTIVATION', 'ACTIVE'],
    ['PENDING_ACTIVATION', 'REVOKED'],
  ] as const)('takes %s to %s', async (from, to) => {
    const { certificateId } = await register(from)
    await update(certificateId, to)
    await update(certificateId, to)
    expect(await describeCertificate(certificateId)).toMatchObject({ status: to, customerVersion: 2 })
  })

  test.each(['ACTIVE', 'INACTIVE'] as const)('never takes a revoked certificate to %s', async (to) => {
    const { certificateId } = await register()
    await update(certificateId, 'REVOKED')
    await expectRefusal(update(certificateId, to), 'CertificateStateException', 406)
  })

  test.each(['PENDING_TRANSFER', 'PENDING_ACTIVATION', 'REGISTER_INACTIVE', 'NONSENSE'])(
    'refuses to set %s',
    async (to) => {
      const { certificateId } = await register()
      await expectRefusal(update(certificateId, to), 'InvalidRequestException', 400)
    },
  )

  test.each(['ACTIVE', 'INACTIVE', 'REVOKED'] as const)(
    'leaves one that is being transferred alone: %s',
    async (to) => {
      const { certificateId } = await register('INACTIVE')
      const certificate = aws.world.fleet('123456789012', 'eu-west-1').certificates.get(certificateId)
      if (certificate) certificate.status = 'PENDING_TRANSFER'
      await expectRefusal(update(certificateId, to), 'CertificateStateException', 406)
      expect((await describeCertificate(certificateId))?.status).toBe('PENDING_TRANSFER')
    },
  )

  test('knows when a certificate does not exist', async () => {
    await expectRefusal(update('a'.repeat(64), 'ACTIVE'), 'ResourceNotFoundException', 404)
    await expectRefusal(update('not-an-id', 'ACTIVE'), 'InvalidRequestException', 400)
  })
})

test('a certificate is deleted only when inactive and attached to nothing', async () => {
  const { certificateId, certificateArn } = await register()
  const remove = (forceDelete = false) => iot.send(new DeleteCertificateCommand({ certificateId, forceDelete }))
  await iot.send(new CreateThingCommand({ thingName: 'a' }))
  await iot.send(new AttachThingPrincipalCommand({ thingName: 'a', principal: certificateArn }))
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  })
  await iot.send(new CreatePolicyCommand({ policyName: 'p', policyDocument }))
  await iot.send(new AttachPolicyCommand({ policyName: 'p', target: certificateArn }))
  await expectRefusal(remove(), 'CertificateStateException', 406)
  await update(certificateId, 'INACTIVE')
  await expectRefusal(remove(), 'DeleteConflictException', 409)
  await expectRefusal(iot.send(new DeleteThingCommand({ thingName: 'a' })), 'InvalidRequestException', 400)
  await iot.send(new DetachThingPrincipalCommand({ thingName: 'a', principal: certificateArn }))
  await expectRefusal(remove(), 'DeleteConflictException', 409)
  await remove(true)
  await expectRefusal(update(certificateId, 'ACTIVE'), 'ResourceNotFoundException', 404)
})

describe('attachments', () => {
  test('are seen from both ends', async () => {
    const { certificateArn: principal } = await register()
    await iot.send(new CreateThingCommand({ thingName: 'a' }))
    await iot.send(new AttachThingPrincipalCommand({ thingName: 'a', principal }))
    expect((await iot.send(new ListThingPrincipalsCommand({ thingName: 'a' }))).principals).toEqual([principal])
    expect((await iot.send(new ListPrincipalThingsCommand({ principal }))).things).toEqual(['a'])
  })

  test('may be exclusive', async () => {
    const { certificateArn: principal } = await register()
    const exclusive = { principal, thingPrincipalType: 'EXCLUSIVE_THING' } as const
    for (const thingName of ['a', 'b']) await iot.send(new CreateThingCommand({ thingName }))
    await iot.send(new AttachThingPrincipalCommand({ thingName: 'a', ...exclusive }))
    const other = iot.send(new AttachThingPrincipalCommand({ thingName: 'b', principal }))
    await expectRefusal(other, 'InvalidRequestException', 400)
    const { thingPrincipalObjects } = await iot.send(new ListThingPrincipalsV2Command({ thingName: 'a' }))
    expect(thingPrincipalObjects).toEqual([exclusive])
    const shared = { principal, thingPrincipalType: 'NON_EXCLUSIVE_THING' } as const
    expect((await iot.send(new ListPrincipalThingsV2Command(shared))).principalThingObjects).toEqual([])
  })
})

describe('issuing', () => {
  test('AWS makes a key pair and a certificate of its own', async () => {
    const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }))
    const parsed = new X509Certificate(made.certificatePem ?? '')
    expect(made.certificateId).toBe(createHash('sha256').update(parsed.raw).digest('hex'))
    expect(parsed.validTo).toBe('Dec 31 23:59:59 2049 GMT')
    expect(parsed.issuer).toContain('OU=Amazon Web Services')
    expect(parsed.publicKey.export({ type: 'spki', format: 'pem' })).toBe(made.keyPair?.PublicKey)
    expect(await describeCertificate(made.certificateId ?? '')).toMatchObject({
      status: 'ACTIVE',
      validity: { notAfter: new Date('2049-12-31T23:59:59Z') },
    })
  })

  test('a signing request keeps its key and subject and gives a new certificate each time', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const request = await Pkcs10CertificateRequestGenerator.create({
      name: 'CN=meter-1, O=Acme',
      keys,
      signingAlgorithm: algorithm,
    })
    const create = () =>
      iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: request.toString('pem') }))
    const [first, second] = [await create(), await create()]
    expect(new X509Certificate(first.certificatePem ?? '').subject).toBe('O=Acme\nCN=meter-1')
    expect(second.certificateId).not.toBe(first.certificateId)
    const malformed = iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'nonsense' }))
    await expectRefusal(malformed, 'InvalidRequestException', 400)
  })
})

describe('CA certificates', () => {
  async function registerCa(active = true) {
    const { registrationCode = '' } = await iot.send(new GetRegistrationCodeCommand({}))
    const { certificateId = '' } = await iot.send(
      new RegisterCACertificateCommand({
        caCertificate: authorityPem,
        verificationCertificate: leafPem([['CN', registrationCode]], 'proof'),
        setAsActive: active,
        allowAutoRegistration: true,
      }),
    )
    return certificateId
  }

  test('are registered with proof of the key', async () => {
    const certificateId = await registerCa()
    const { certificateDescription } = await iot.send(new DescribeCACertificateCommand({ certificateId }))
    expect(certificateDescription).toMatchObject({ status: 'ACTIVE', autoRegistrationStatus: 'ENABLE' })
    await expectRefusal(registerCa(), 'ResourceAlreadyExistsException', 409)
    const unproved = { caCertificate: authorityPem, verificationCertificate: leafPem([['CN', 'guess']]) }
    await expectRefusal(
      iot.send(new RegisterCACertificateCommand(unproved)),
      'RegistrationCodeValidationException',
      400,
    )
  })

  test('vouch for certificates while active', async () => {
    const caCertificateId = await registerCa()
    const registration = { certificatePem: leafPem([['CN', 'meter-1']], 'meter-1'), setAsActive: true }
    const { certificateId } = await iot.send(new RegisterCertificateCommand(registration))
    expect(await describeCertificate(certificateId ?? '')).toMatchObject({ caCertificateId, status: 'ACTIVE' })
    const { certificates } = await iot.send(new ListCertificatesByCACommand({ caCertificateId }))
    expect(certificates?.map((certificate) => certificate.certificateId)).toEqual([certificateId])
    await expectRefusal(iot.send(new RegisterCertificateCommand(registration)), 'ResourceAlreadyExistsException', 409)
    await iot.send(new UpdateCACertificateCommand({ certificateId: caCertificateId, newStatus: 'INACTIVE' }))
    const late = { certificatePem: leafPem([['CN', 'meter-2']], 'meter-2') }
    await expectRefusal(iot.send(new RegisterCertificateCommand(late)), 'CertificateStateException', 406)
    expect((await iot.send(new ListCACertificatesCommand({}))).certificates?.[0]?.status).toBe('INACTIVE')
  })

  test('nobody vouches for a certificate of an unknown CA', async () => {
    const stranger = iot.send(new RegisterCertificateCommand({ certificatePem: leafPem([['CN', 'x']]) }))
    await expectRefusal(stranger, 'CertificateValidationException', 400)
  })
})
