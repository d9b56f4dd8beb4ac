import type { PlanSummary, Run, RunTarget, TargetPlan } from '#contract/response.ts'

/** A plan that deactivates one certificate, quarantines one thing and closes one session. */
export function aPlan(changes: Partial<PlanSummary> = {}): PlanSummary {
  return {
    changes: 1,
    skipped: [],
    calls: [
      { operation: 'UpdateCertificate', count: 1, perSecond: 5 },
      { operation: 'AddThingToThingGroup', count: 1, perSecond: 50 },
      { operation: 'DeleteConnection', count: 1, perSecond: 50 },
    ],
    seconds: 0.6,
    losing: { things: 1, sessions: 1, sessionsUnknown: 0, sharedCertificates: 0, jobs: 0, incidents: 0 },
    incidents: [],
    shared: { total: 0, first: [] },
    touches: 0,
    stranded: 0,
    final: false,
    warnings: [],
    routes: [],
    permissions: [],
    guards: { whyNot: [], approval: null, typed: null, neverTouched: 0, capLeft: 500, alone: null },
    factsAt: '2026-11-20T08:00:00.000Z',
    fromAws: true,
    ...changes,
  }
}

/** Somebody's plan to cut off pump-17, read and not yet asked for; a test states only what matters to it. */
export function aRun(changes: Partial<Run> = {}): Run {
  return {
    id: '5f0c3f1e-8f3b-4c53-9d7e-0d2f0b9a1c11',
    number: 12,
    account: 1,
    action: 'cut-off-thing',
    state: 'planned',
    targets: 1,
    counts: { planned: 1 },
    target: 'pump-17',
    by: { id: 'u1', name: 'Rosa Responder' },
    createdAt: '2026-11-20T08:00:00.000Z',
    requestedAt: null,
    startedAt: null,
    finishedAt: null,
    category: null,
    reason: null,
    approvalExpiresAt: null,
    proving: null,
    containedInS: null,
    overLimit: false,
    undoOf: null,
    undone: false,
    selection: { scope: 'named', names: ['pump-17'] },
    options: {},
    plan: aPlan(),
    digest: 'd1',
    plannedAt: '2026-11-20T08:00:01.000Z',
    recheck: null,
    decidedBy: null,
    decidedAt: null,
    decisionNote: null,
    stopReason: null,
    differences: null,
    appliedAt: null,
    containmentLimitS: 300,
    undo: { whyNot: 'Nothing was changed.', run: null },
    retryOf: null,
    incident: null,
    may: { request: null, approve: 'It waits for no approval.', cancel: null, retry: 'It is not over.' },
    ...changes,
  }
}

/** What the plan says of pump-17. */
function aTargetPlan(changes: Partial<TargetPlan> = {}): TargetPlan {
  const certificate = '1a2b3c4d5e6f70819293a4b5c6d7e8f901234567890abcdef1234567890abcde'
  return {
    steps: [
      {
        kind: 'set-certificate-status',
        operation: 'UpdateCertificate',
        subject: certificate,
        from: 'ACTIVE',
        to: 'INACTIVE',
        sentence: 'Set certificate 1a2b3c4d5e6f… from ACTIVE to INACTIVE',
      },
      {
        kind: 'join-group',
        operation: 'AddThingToThingGroup',
        subject: 'pump-17',
        from: null,
        to: 'fleetwarden-quarantine',
        sentence: 'Add pump-17 to the group fleetwarden-quarantine',
      },
      {
        kind: 'close-connection',
        operation: 'DeleteConnection',
        subject: 'pump-17',
        from: null,
        to: null,
        sentence: 'Close the session of client pump-17',
      },
    ],
    skip: null,
    things: ['pump-17'],
    sessions: [
      {
        clientId: 'pump-17',
        connected: true,
        since: '2026-11-20T05:12:00.000Z',
        observedAt: '2026-11-20T08:00:00.000Z',
      },
    ],
    shared: [],
    jobs: [],
    incidents: [],
    warnings: [],
    factsAt: '2026-11-20T08:00:00.000Z',
    fromAws: true,
    ...changes,
  }
}

/** pump-17 as a run's target. */
export function aTarget(changes: Partial<RunTarget> = {}): RunTarget {
  return {
    n: 1,
    kind: 'thing',
    name: 'pump-17',
    identity: null,
    state: 'planned',
    plan: aTargetPlan(),
    steps: [],
    error: null,
    requestId: null,
    appliedAt: null,
    confirmedAt: null,
    proving: null,
    containedAt: null,
    provedAt: null,
    observation: null,
    observedAt: null,
    refused: null,
    ...changes,
  }
}
