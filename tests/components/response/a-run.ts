import type { PlanSummary, Run, RunTarget } from '#contract/response.ts'

/** Requested at this instant; every other time of the builder follows from it. */
export const requested = Date.parse('2026-11-20T03:00:00.000Z')
export const after = (seconds: number) => new Date(requested + seconds * 1000).toISOString()

/** A plan of one changed target that nothing stands against. */
export const aPlan = (changes: Partial<PlanSummary> = {}): PlanSummary => ({
  changes: 1,
  skipped: [],
  calls: [{ operation: 'UpdateCertificate', count: 1, perSecond: 8 }],
  seconds: 1,
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
  factsAt: after(-10),
  fromAws: true,
  ...changes,
})

/** A device cut off and contained in 42 s; a test states only what matters to it. */
export const aRun = (changes: Partial<Run> = {}): Run => ({
  id: '00000000-0000-4000-8000-000000000001',
  number: 1,
  account: 1,
  action: 'cut-off-thing',
  state: 'done',
  targets: 1,
  counts: { contained: 1 },
  target: 'pump-1',
  by: { id: 'r', name: 'Rita' },
  createdAt: after(-60),
  requestedAt: after(0),
  startedAt: after(1),
  finishedAt: after(42),
  category: 'cloned-device',
  reason: 'Seen twice',
  approvalExpiresAt: null,
  containedInS: 42,
  overLimit: false,
  undoOf: null,
  undone: false,
  selection: { scope: 'named', names: ['pump-1'] },
  options: {},
  plan: aPlan(),
  digest: 'd',
  plannedAt: after(-30),
  recheck: null,
  decidedBy: null,
  decidedAt: null,
  decisionNote: null,
  stopReason: null,
  differences: null,
  appliedAt: after(5),
  containmentLimitS: 300,
  undo: { whyNot: null, run: null },
  retryOf: null,
  incident: null,
  may: { request: null, approve: null, cancel: null, retry: null },
  ...changes,
})

/** The one target of `aRun`. */
export const aTarget = (changes: Partial<RunTarget> = {}): RunTarget => ({
  n: 0,
  kind: 'thing',
  name: 'pump-1',
  identity: null,
  state: 'contained',
  plan: null,
  steps: [],
  error: null,
  requestId: null,
  appliedAt: after(3),
  confirmedAt: after(4),
  containedAt: after(42),
  observation: null,
  refused: null,
  observedAt: null,
  ...changes,
})
