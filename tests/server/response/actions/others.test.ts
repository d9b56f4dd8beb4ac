import { describe, expect, test } from 'vitest'
import { actionIds } from '#contract/actions.ts'
import { actions } from '#generated/actions.ts'
import { quarantineDocuments } from '#server/response/quarantine.ts'
import type { StepParams } from '#server/response/step.ts'
import { aClient, anAccount, anUndo, aSetup, aThingGroup } from './builders.ts'

test('every action of the contract has its rules', () => {
  expect(Object.keys(actions).sort()).toEqual([...actionIds].sort())
})

describe('disconnecting', () => {
  const { plan } = actions['disconnect-client']

  test('is one call that keeps nobody out', () => {
    const { steps, clients, things, warnings } = plan(aClient(), { cleanSession: true }, aSetup())
    expect(steps).toEqual([{ kind: 'close-connection', clientId: 'client-1', cleanSession: true }])
    expect({ clients, things }).toEqual({ clients: [], things: [] })
    expect(warnings).toEqual(['It can connect again at once: its credentials stay as they are.'])
  })

  test('is made whether or not a session was seen, which may have changed by then', () => {
    const session = { clientId: 'client-1', connected: false, since: null, observedAt: null }
    expect(plan(aClient({ session }), {}, aSetup())).toMatchObject({
      skip: null,
      warnings: [expect.anything(), 'It was not connected when last looked at.'],
    })
    expect(plan(aClient({ neverTouch: 'Never touched' }), {}, aSetup()).skip).toBe('Never touched')
  })
})

describe('denying a group', () => {
  const { plan } = actions['deny-group']

  test('attaches one policy and closes the sessions of the members', () => {
    const { steps, clients } = plan(aThingGroup(), {}, aSetup())
    expect(steps.map(({ kind }) => kind)).toEqual(['attach-policy', 'close-connection', 'close-connection'])
    expect(clients).toEqual(['pump-1', 'pump-2'])
  })

  test('does not look at each member of a large group', () => {
    const { steps, clients, warnings } = plan(aThingGroup({ members: 5_000 }), {}, aSetup())
    expect(steps).toHaveLength(1)
    expect(clients).toEqual([])
    expect(warnings.join()).toMatch(/5000 members are not closed one by one/)
  })

  test.each([
    ['dynamic', aThingGroup({ dynamic: true }), {}, /dynamic group/],
    ['denied already', aThingGroup({ policies: ['DenyAll'] }), {}, /attached to it already/],
    ['gone', aThingGroup({ exists: false }), {}, /no such thing group/],
    ['of somebody never touched', aThingGroup({ neverTouch: 'It holds lift-1' }), {}, /lift-1/],
    ['without a policy to attach', aThingGroup(), { policyReady: false }, /not set up/],
  ])('leaves one alone that is %s', (_, group, setup, why) => {
    expect(plan(group, {}, aSetup(setup)).skip).toMatch(why)
  })
})

describe('preparing the quarantine', () => {
  const { plan } = actions['prepare-quarantine']
  const policy = quarantineDocuments(aSetup()).policy

  test('creates what is missing, exactly as shown', () => {
    const { steps } = plan(anAccount(), {}, aSetup())
    expect(steps.map(({ kind }) => kind)).toEqual(['create-policy', 'create-group', 'attach-policy'])
    const [first] = steps
    expect(first?.kind === 'create-policy' && JSON.parse(first.document)).toEqual(JSON.parse(policy))
    expect(steps[2]).toEqual({
      kind: 'attach-policy',
      policy: 'DenyAll',
      target: 'arn:aws:iot:eu-west-1:123456789012:thinggroup/quarantine',
    })
  })

  test.each([
    ['the rest', anAccount({ policy, group: 'arn' }), ['attach-policy']],
    ['a group', anAccount({ policy }), ['create-group', 'attach-policy']],
  ])('creates %s', (_, account, kinds) => {
    expect(plan(account, {}, aSetup()).steps.map(({ kind }) => kind)).toEqual(kinds)
  })

  test.each([
    ['is ready', anAccount({ policy, group: 'arn', attached: true }), /carries the policy already/],
    ['has a weak policy', anAccount({ policy: '{"Statement":[]}' }), /does not deny everything/],
    ['has a policy that cannot be read', anAccount({ policy: '' }), /does not deny everything/],
    ['has a dynamic group', anAccount({ group: 'arn', dynamic: true }), /dynamic group/],
  ])('leaves an account alone that %s', (_, account, why) => {
    expect(plan(account, {}, aSetup()).skip).toMatch(why)
  })
})

describe('undoing', () => {
  const { plan } = actions.restore
  const off: StepParams = { kind: 'set-certificate-status', certificateId: 'c1', from: 'ACTIVE', to: 'INACTIVE' }
  const on: StepParams = { kind: 'set-certificate-status', certificateId: 'c1', from: 'INACTIVE', to: 'ACTIVE' }
  const join: StepParams = { kind: 'join-group', thing: 'pump-1', group: 'quarantine' }
  const leave: StepParams = { kind: 'leave-group', thing: 'pump-1', group: 'quarantine' }
  const close: StepParams = { kind: 'close-connection', clientId: 'pump-1', cleanSession: false }

  test.each([
    ['a status', [{ params: off, before: 'ACTIVE', now: 'INACTIVE' }], [on], null, []],
    ['a membership', [{ params: join, before: 'not a member', now: 'member' }], [leave], null, []],
    ['a departure', [{ params: leave, before: 'member', now: 'not a member' }], [join], null, []],
    ['nothing of a membership there was', [{ params: join, before: 'member', now: 'member' }], [], /nothing/, []],
    ['nothing of a closed session', [{ params: close, before: null, now: undefined }], [], /nothing/, []],
    ['nothing twice', [{ params: off, before: 'ACTIVE', now: 'ACTIVE' }], [], /as it was before already/, []],
    ['nothing of what is gone', [{ params: off, before: 'ACTIVE', now: null }], [], /as it was/, [/is gone/]],
    [
      'a status that somebody changed',
      [{ params: off, before: 'ACTIVE', now: 'PENDING_TRANSFER' }],
      [{ ...on, from: 'PENDING_TRANSFER' }],
      null,
      [/changed since: it is PENDING_TRANSFER, not INACTIVE/],
    ],
    ['nothing of what was revoked since', [{ params: off, before: 'ACTIVE', now: 'REVOKED' }], [], /as/, [/for ever/]],
    [
      'nothing of a revocation',
      [{ params: { ...off, to: 'REVOKED' as const }, before: 'ACTIVE', now: 'REVOKED' }],
      [],
      /nothing/,
      [/no way back to ACTIVE/],
    ],
    [
      'what could not be read',
      [{ params: join, before: 'not a member', now: undefined }],
      [leave],
      null,
      [/could not/],
    ],
  ])('puts back %s', (_, done, steps, skip, warnings) => {
    const planned = plan(anUndo(done), {}, aSetup())
    expect(planned.steps).toEqual(steps)
    if (skip) expect(planned.skip).toMatch(skip)
    else expect(planned.skip).toBeNull()
    expect(planned.warnings).toEqual(warnings.map((warning) => expect.stringMatching(warning)))
  })

  test('leaves another alone that has taken its name', () => {
    const done = [{ params: join, before: 'not a member', now: 'member' }]
    expect(plan(anUndo(done, { exists: false }), {}, aSetup()).skip).toMatch(/another was made under its name/)
  })

  test('keeps to the never-touch list', () => {
    const done = [{ params: off, before: 'ACTIVE', now: 'INACTIVE' }]
    expect(plan(anUndo(done, { neverTouch: 'Never touched' }), {}, aSetup()).skip).toBe('Never touched')
  })
})
