import { describe, expect, test } from 'vitest'
import { AwsFailure } from '#server/aws/failure.ts'
import { joinGroup } from '#simulator/fleet/attachments.ts'
import { useResponder } from './responder-world.ts'

const responder = useResponder()
const { aws, thing } = responder
const certificateOf = (name: string) => {
  const [certificate] = thing(name).certificates
  if (!certificate) throw new Error(`${name} has no certificate`)
  return certificate
}
const failed = async (call: Promise<unknown>): Promise<AwsFailure> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AwsFailure) return error
  throw new Error(`It did not fail as a call: ${error}`)
}

describe('the responder', () => {
  test('acts in a session of its own name and proves its account', async () => {
    const signal = new AbortController().signal
    const connection = responder.connect({})
    await connection.verify(signal)
    connection.close()
    const wrong = responder.connect({ awsAccountId: '999999999999' })
    expect(await failed(wrong.verify(signal))).toMatchObject({ kind: 'credentials' })
    wrong.close()
    await aws().setCertificateStatus(certificateOf('dev-003').id, 'INACTIVE')
    const [call] = responder.world.world.calls.after(0, 10).slice(-1)
    expect(call).toMatchObject({ operation: 'UpdateCertificate', caller: 'FleetwardenResponder/fleetwarden-responder' })
    await aws().setCertificateStatus(certificateOf('dev-003').id, 'ACTIVE')
  })

  test('gets the request id of what it changes, and the same change twice', async () => {
    const { id } = certificateOf('dev-004')
    expect(await aws().setCertificateStatus(id, 'INACTIVE')).toEqual({ requestId: expect.stringMatching(/.+/) })
    expect(await aws().setCertificateStatus(id, 'INACTIVE')).toEqual({ requestId: expect.stringMatching(/.+/) })
    expect(await aws().describeCertificate(id)).toMatchObject({ status: 'INACTIVE' })
  })

  test('a status that AWS does not allow is invalid, with its name and request id', async () => {
    const certificate = certificateOf('dev-005')
    certificate.status = 'REVOKED'
    const failure = await failed(aws().setCertificateStatus(certificate.id, 'ACTIVE'))
    expect(failure).toMatchObject({
      kind: 'invalid',
      operation: 'UpdateCertificate',
      details: { name: 'CertificateStateException', requestId: expect.stringMatching(/.+/) },
    })
    expect(await failed(aws().setCertificateStatus('0'.repeat(64), 'INACTIVE'))).toMatchObject({ kind: 'gone' })
  })

  test('membership goes both ways, and the eleventh group is refused', async () => {
    const group = responder.filled().build.group('kept-out', '')
    expect(await aws().addToGroup('dev-006', 'kept-out')).toEqual({ requestId: expect.any(String) })
    expect(await aws().groupsOfThing('dev-006')).toContain('kept-out')
    await aws().removeFromGroup('dev-006', 'kept-out')
    expect(thing('dev-006').groups).not.toContain(group)
    thing('dev-007').groups = []
    for (let n = 0; n < 10; n++) joinGroup(thing('dev-007'), responder.filled().build.group(`g${n}`, ''))
    expect(await aws().groupsOfThing('dev-007')).toHaveLength(10)
    expect(await failed(aws().addToGroup('dev-007', 'kept-out'))).toMatchObject({ kind: 'invalid' })
    expect(await aws().groupsOfThing('no-such-thing')).toBeNull()
  })

  test('groups and policies are created, described and attached', async () => {
    const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iot:*","Resource":"*"}]}'
    await aws().createPolicy('DenyAll', document)
    await aws().createGroup('quarantine', 'Kept out')
    const group = await aws().describeGroup('quarantine')
    expect(group).toMatchObject({
      thingGroupName: 'quarantine',
      thingGroupProperties: { thingGroupDescription: 'Kept out' },
    })
    const arn = group?.thingGroupArn ?? ''
    await aws().attachPolicy('DenyAll', arn)
    expect(await aws().attachedPolicies(arn)).toEqual(['DenyAll'])
    await aws().detachPolicy('DenyAll', arn)
    expect(await aws().attachedPolicies(arn)).toEqual([])
    expect(JSON.parse((await aws().getPolicy('DenyAll'))?.document ?? '')).toEqual(JSON.parse(document))
    expect(await failed(aws().createPolicy('DenyAll', '{"Version":"2012-10-17","Statement":[]}'))).toMatchObject({
      kind: 'invalid',
    })
    expect(await aws().getPolicy('no-such-policy')).toBeNull()
    expect(await aws().describeGroup('no-such-group')).toBeNull()
  })

  test('a session is seen, closed, and closing it again finds none', async () => {
    const live = responder.filled().things.find(({ details }) => details.connectivity?.connected)
    const name = live?.name ?? ''
    expect(await aws().connection(name)).toMatchObject({ connected: true, thingName: name, since: expect.any(Date) })
    expect(await aws().closeConnection(name)).toEqual({ requestId: expect.any(String), closed: true })
    expect(await aws().connection(name)).toMatchObject({
      connected: false,
      disconnectReason: 'API_INITIATED_DISCONNECT',
    })
    expect(await aws().connectivity(name)).toMatchObject({ connected: false, clientId: name })
    expect(await aws().closeConnection(name)).toMatchObject({ closed: false })
    expect(await aws().connection('größe-温度')).toBeNull()
  })

  test('a message is sent with its request id', async () => {
    expect(await aws().publish('fleet/größe/stop', '{"why":"温度"}')).toEqual({ requestId: expect.any(String) })
  })

  test('running jobs are listed, finished ones are not', async () => {
    const { build } = responder.filled()
    build.job({ id: 'finished', description: '', startedDaysAgo: 2 }, [[thing('dev-008'), 'SUCCEEDED']])
    build.job({ id: 'running', description: '', startedDaysAgo: 1 }, [[thing('dev-008'), 'IN_PROGRESS']])
    build.job({ id: 'waiting', description: '', startedDaysAgo: 1 }, [[thing('dev-008'), 'QUEUED']])
    const jobs = await aws().jobsOfThing('dev-008')
    expect(jobs?.map(({ jobId, status }) => `${jobId} ${status}`).sort()).toEqual([
      'running IN_PROGRESS',
      'waiting QUEUED',
    ])
    expect(await aws().jobsOfThing('no-such-thing')).toBeNull()
  })

  test('a denial names the missing permission', async () => {
    await responder.world.trouble({ denied: ['UpdateCertificate', 'DeleteConnection'] })
    expect(await failed(aws().setCertificateStatus(certificateOf('dev-008').id, 'INACTIVE'))).toMatchObject({
      kind: 'denied',
      details: { action: 'iot:UpdateCertificate', requestId: expect.any(String) },
    })
    expect(await failed(aws().closeConnection('dev-008'))).toMatchObject({
      kind: 'denied',
      details: { action: 'iot:DeleteConnection' },
    })
    await responder.world.trouble()
  })

  test('throttling is waited out and counted', async () => {
    const before = responder.tally.throttled
    await responder.world.trouble({ operations: { AddThingToThingGroup: { throttleRate: 1, times: 2 } } })
    await aws().addToGroup('dev-009', 'kept-out')
    await responder.world.trouble()
    expect(responder.tally.throttled).toBe(before + 2)
  })

  test('a reading role cannot change anything', async () => {
    const reader = responder.connect({ roleArn: 'arn:aws:iam::123456789012:role/FleetReader' })
    const reading = reader.open(responder.tally, new AbortController().signal)
    expect(await failed(reading.setCertificateStatus(certificateOf('dev-008').id, 'INACTIVE'))).toMatchObject({
      kind: 'denied',
    })
    reader.close()
  })

  test('its share of a quota is half of what AWS allows', () => {
    expect(['UpdateCertificate', 'AttachPolicy', 'AddThingToThingGroup', 'DescribeThing'].map(aws().perSecond)).toEqual(
      [5, 7.5, 50, 175],
    )
  })
})
