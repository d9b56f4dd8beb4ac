import type { StepParams } from '../step.ts'
import type { Planned } from './planning.ts'

/** Things, certificates and clients that a target's plan changes or takes access from, beside the target. */
export function touchedBy({ n, facts, plan }: Planned): { n: number; kind: string; name: string }[] {
  const names = [
    ...plan.things.map((name) => ({ kind: 'thing', name })),
    ...plan.steps.flatMap(touchedByStep),
    ...plan.clients.map((name) => ({ kind: 'client', name })),
  ]
  const others = names.filter(({ kind, name }) => kind !== facts.kind || name !== facts.name)
  return others.map((one) => ({ n, ...one }))
}

function touchedByStep(params: StepParams): { kind: string; name: string }[] {
  if ('certificateId' in params) return [{ kind: 'certificate', name: params.certificateId }]
  if ('clientId' in params) return [{ kind: 'client', name: params.clientId }]
  if (params.kind === 'create-job') return params.things.map((name) => ({ kind: 'thing', name }))
  return 'thing' in params ? [{ kind: 'thing', name: params.thing }] : []
}
