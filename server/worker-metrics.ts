import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { EngineParts } from './sync/engine.ts'

/** Counts what passes cost, for Prometheus. */
export function workerMetrics(): { registry: Registry; ended: NonNullable<EngineParts['ended']> } {
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
    ended({ collector }, { outcome }, tally, durationMs) {
      calls.inc({ collector }, tally.calls)
      throttled.inc({ collector }, tally.throttled)
      passes.observe({ collector, outcome }, durationMs / 1000)
    },
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
