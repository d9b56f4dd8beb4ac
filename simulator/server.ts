import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { controlPath, controlRequests } from './control.ts'
import { dispatchTo } from './dispatch.ts'
import { fill } from './scenarios/fill.ts'
import { services } from './services/simulated.ts'
import { type Settings, settings } from './settings.ts'
import { awsEndpoint } from './wire/endpoint.ts'
import { World } from './world.ts'

export interface Simulator {
  url: string
  control: string
  /** The live state, for tests and parts that run in the same process. */
  world: World
  close(): Promise<void>
}

/** Starts a simulated AWS on loopback, filled with its scenario. Resolves once it answers. */
export async function startSimulator(options: Partial<Settings> = {}): Promise<Simulator> {
  const { port, scenario, ...worldOptions } = settings.parse(options)
  const world = new World(worldOptions)
  fill(world, scenario)
  const aws = awsEndpoint(services, dispatchTo(world))
  const control = controlRequests(world, scenario)
  const server = createServer((request, response) => {
    const listener = request.url?.startsWith(controlPath) ? control : aws
    listener(request, response)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    control: url + controlPath,
    world,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
