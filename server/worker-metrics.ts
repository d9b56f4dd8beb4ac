import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Metrics } from './response/engine/turn.ts'
import type { EngineParts } from './sync/engine.ts'

/** Counts what passes cost and what responses come to, for Prometheus. */
export function workerMetrics(): {
  registry: Registry
  ended: NonNullable<EngineParts['ended']>
  responses: Metrics
} {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'fleetwarden_worker_' })
  const labelNames = ['collector'] as const
  const counter = (name: string, help: string) => new Counter({ name, help, labelNames, registers: [registry] })
  const calls = counter('fleetwarden_aws_calls_total', 'Calls made to AWS')
  const throttled = counter('fleetwarden_aws_throttled_total', 'Calls AWS throttled')
  const passes = new Histogram({
    name: 'fleetwarden_pass_duration_seconds',
    help: 'How long passes took, by how they ended',
    labelNames: ['collector', 'outcome'],
    buckets: [0.1, 1, 10, 60, 300, 1800, 7200, 43_200],
    registers: [registry],
  })
  return {
    registry,
    responses: responseMetrics(registry),
    ended({ collector }, { outcome }, tally, durationMs) {
      calls.inc({ collector }, tally.calls)
      throttled.inc({ collector }, tally.throttled)
      passes.observe({ collector, outcome }, durationMs / 1000)
    },
  }
}

function responseMetrics(registry: Registry): Metrics {
  const registers = [registry]
  const labelNames = ['action', 'state'] as const
  const runs = new Counter({
    name: 'fleetwarden_response_runs_total',
    help: 'Runs of response actions that ended, by how',
    labelNames,
    registers,
  })
  const targets = new Counter({
    name: 'fleetwarden_response_targets_total',
    help: 'Targets of response actions that came to a state',
    labelNames,
    registers,
  })
  const containment = new Histogram({
    name: 'fleetwarden_response_containment_seconds',
    help: 'From the request, or its approval, until the last target of a run was contained',
    labelNames: ['action'],
    buckets: [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800],
    registers,
  })
  return {
    ended: (action, state) => runs.inc({ action, state }),
    targets: (action, state, count) => targets.inc({ action, state }, count),
    contained: (action, seconds) => containment.observe({ action }, seconds),
  }
}

/** Answers /healthz and /metrics on loopback. */
export async function serveMetrics(registry: Registry, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === '/healthz') return response.end('ok\n')
    if (request.url !== '/metrics') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return server
}
