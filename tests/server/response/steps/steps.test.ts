import { describe, expect, test } from 'vitest'
import type { StepParams } from '#server/response/step.ts'
import { steps } from '#server/response/steps.ts'
import { useResponder } from '../../aws/responder-world.ts'

const { aws, filled, thing, world } = useResponder()
const idOf = (name: string) => thing(name).certificates[0]?.id ?? ''
const arnOf = (group: string) => `arn:aws:iot:eu-west-1:123456789012:thinggroup/${group}`

/** Makes a call as the engine does: what was before, the call twice, as after a crash, and what is then. */
async function make(params: StepParams) {
  const step = steps[params.kind]
  const before = (await step.read?.(aws(), params)) ?? null
  const first = await step.apply(aws(), params)
  expect(first.requestId).toMatch(/.+/)
  await step.apply(aws(), params)
  const after = (await step.read?.(aws(), params)) ?? null
  return { before, after, isDone: step.isDone?.(after, params), inverse: step.inverse(params, before) }
}

describe('each call is made twice, read back and taken back', () => {
  test.each<[string, () => StepParams, string | null, string, (() => StepParams) | null]>([
    [
      'a certificate',
      () => ({ kind: 'set-certificate-status', certificateId: idOf('dev-003'), from: 'ACTIVE', to: 'INACTIVE' }),
      'ACTIVE',
      'INACTIVE',
      () => ({ kind: 'set-certificate-status', certificateId: idOf('dev-003'), from: 'INACTIVE', to: 'ACTIVE' }),
    ],
    [
      'a revocation, which has no way back',
      () => ({ kind: 'set-certificate-status', certificateId: idOf('dev-004'), from: 'ACTIVE', to: 'REVOKED' }),
      'ACTIVE',
      'REVOKED',
      null,
    ],
    [
      'a membership',
      () => ({ kind: 'join-group', thing: 'dev-006', group: 'empty' }),
      'not a member',
      'member',
      () => ({ kind: 'leave-group', thing: 'dev-006', group: 'empty' }),
    ],
    [
      'its end',
      () => ({ kind: 'leave-group', thing: 'dev-006', group: 'empty' }),
      'member',
      'not a member',
      () => ({ kind: 'join-group', thing: 'dev-006', group: 'empty' }),
    ],
    [
      'an attachment',
      () => ({ kind: 'attach-policy', policy: 'spare', target: arnOf('south') }),
      'not attached',
      'attached',
      () => ({ kind: 'detach-policy', policy: 'spare', target: arnOf('south') }),
    ],
    [
      'its end',
      () => ({ kind: 'detach-policy', policy: 'spare', target: arnOf('south') }),
      'attached',
      'not attached',
      () => ({ kind: 'attach-policy', policy: 'spare', target: arnOf('south') }),
    ],
    ['a group', () => ({ kind: 'create-group', group: 'new', description: 'größe' }), null, 'exists', null],
  ])('%s', async (_, params, before, after, inverse) => {
    // Groups of one hierarchy exclude each other.
    thing('dev-006').groups = thing('dev-006').groups.filter(({ name }) => name === 'empty')
    const made = await make(params())
    expect(made).toEqual({ before, after, isDone: true, inverse: inverse?.() ?? null })
  })

  test('a policy, unless one of that name says something else', async () => {
    const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iot:*","Resource":"*"}]}'
    const made = await make({ kind: 'create-policy', policy: 'DenyAll', document })
    expect(made).toMatchObject({ before: null, isDone: true, inverse: null })
    const other: StepParams = { kind: 'create-policy', policy: 'spare', document }
    expect(steps['create-policy'].isDone?.((await steps['create-policy'].read?.(aws(), other)) ?? null, other)).toBe(
      false,
    )
    await expect(steps['create-policy'].apply(aws(), other)).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('a session, of which nothing lasts', async () => {
    const live = filled().things.find(({ details }) => details.connectivity?.connected)
    const params: StepParams = { kind: 'close-connection', clientId: live?.name ?? '', cleanSession: true }
    expect(await make(params)).toEqual({ before: null, after: null, isDone: undefined, inverse: null })
    expect(live?.details.connectivity?.connected).toBe(false)
    await make({ kind: 'ask-to-stop', clientId: 'größe', topic: 'stop/größe', payload: '{}' })
  })

  test('an object that is gone reads as null', async () => {
    const read = (params: StepParams) => steps[params.kind].read?.(aws(), params)
    expect(
      await read({ kind: 'set-certificate-status', certificateId: '0'.repeat(64), from: '', to: 'INACTIVE' }),
    ).toBeNull()
    expect(await read({ kind: 'join-group', thing: 'no-such', group: 'empty' })).toBeNull()
    expect(await read({ kind: 'attach-policy', policy: 'spare', target: arnOf('no-such') })).toBeNull()
    expect(await read({ kind: 'create-policy', policy: 'no-such', document: '{}' })).toBeNull()
  })
})

describe('many are read at once where that is cheaper', () => {
  test('statuses, from the list', async () => {
    const params = ['dev-005', 'dev-007'].map(
      (name): StepParams => ({
        kind: 'set-certificate-status',
        certificateId: idOf(name),
        from: 'ACTIVE',
        to: 'INACTIVE',
      }),
    )
    const gone: StepParams = { kind: 'set-certificate-status', certificateId: 'gone', from: '', to: 'INACTIVE' }
    const { readMany } = steps['set-certificate-status']
    expect(readMany?.(aws(), params, { certificates: 10_000 })).toBeUndefined()
    expect(await readMany?.(aws(), [...params, gone], { certificates: 20 })).toEqual(['ACTIVE', 'ACTIVE', null])
  })

  test('memberships of one group, from its list', async () => {
    const members: StepParams[] = Array.from({ length: 60 }, (_, n) => ({
      kind: 'join-group',
      thing: `dev-${String(n + 1).padStart(3, '0')}`,
      group: 'north',
    }))
    const { readMany } = steps['join-group']
    const answers = await readMany?.(aws(), members, { certificates: 0 })
    expect(answers).toEqual(
      members.map((step) => {
        const name = 'thing' in step ? step.thing : ''
        const groups = world.fleet.things.get(name)?.groups ?? []
        return groups.some((group) => group.name === 'north') ? 'member' : 'not a member'
      }),
    )
    expect(readMany?.(aws(), members.slice(0, 10), { certificates: 0 })).toBeUndefined()
  })
})

test('every call says what it does, to what, from what and to what', () => {
  const described = steps['set-certificate-status'].describe({
    kind: 'set-certificate-status',
    certificateId: 'a'.repeat(64),
    from: 'ACTIVE',
    to: 'INACTIVE',
  })
  expect(described).toEqual({
    kind: 'set-certificate-status',
    operation: 'UpdateCertificate',
    subject: 'a'.repeat(64),
    from: 'ACTIVE',
    to: 'INACTIVE',
    sentence: 'Set certificate aaaaaaaaaaaa… from ACTIVE to INACTIVE',
  })
  for (const [kind, step] of Object.entries(steps)) {
    const [service = '', operation] = step.needs.applies[0]?.split(':') ?? []
    expect(operation, kind).toBe(step.operation)
    // Greengrass may do the rest of a call as whoever asks.
    expect(step.needs.applies.length === 1 || service === 'greengrass', kind).toBe(true)
  }
})
