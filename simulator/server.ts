import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accountControls } from './account-controls.ts'
import { type Broker, startBroker } from './broker/broker.ts'
import { brokerControls } from './broker/controls.ts'
import { controlPath, controlRequests, worldControls } from './control.ts'
import { Conflicts } from './devices/conflicts/conflicts.ts'
import { conflictControls } from './devices/conflicts/controls.ts'
import { startDemoConflicts } from './devices/conflicts/demo.ts'
import { deviceControls } from './devices/controls.ts'
import { VirtualDevices } from './devices/virtual-devices.ts'
import { dispatchTo } from './dispatch.ts'
import { feedControls } from './feed-controls.ts'
import { rolloutControls } from './rollout-controls.ts'
import { fill } from './scenarios/fill.ts'
import { services } from './services/simulated.ts'
import { type Settings, settings } from './settings.ts'
import { awsEndpoint } from './wire/endpoint.ts'
import { homeAccount, World } from './world.ts'

export interface Simulator {
  url: string
  control: string
  /** Where MQTT clients connect, unless it is switched off. */
  broker: Broker | undefined
  /** The live state, for tests and parts that run in the same process. */
  world: World
  close(): Promise<void>
}

/** Starts a simulated AWS on loopback, filled with its scenario. Resolves once it answers. */
export async function startSimulator(options: Partial<Settings> = {}): Promise<Simulator> {
  const { port, scenario, broker: brokerSwitch, devices: deviceCount = 0, ...worldOptions } = settings.parse(options)
  const world = new World(worldOptions)
  fill(world, scenario)
  const broker = brokerSwitch === 'on' ? await startBroker(world) : undefined
  const devices = broker && new VirtualDevices(broker)
  const conflicts = devices && new Conflicts(devices)
  const populate = () => {
    const home = world.fleet(homeAccount.id, homeAccount.region)
    devices?.populate(home, deviceCount)
    if (conflicts && deviceCount && scenario === 'demo') startDemoConflicts(conflicts, home)
  }
  const restart = async () => {
    devices?.stopAll()
    conflicts?.forget()
    await broker?.reset()
    fill(world, scenario)
    populate()
  }
  populate()
  const aws = awsEndpoint(services, dispatchTo(world))
  const control = controlRequests({
    ...worldControls(world, restart),
    ...feedControls(world),
    ...accountControls(world),
    ...rolloutControls(world),
    ...(broker && brokerControls(world, broker)),
    ...(devices && deviceControls(world, devices)),
    ...(conflicts && conflictControls(world, conflicts)),
  })
  const server = createServer((request, response) => {
    const listener = request.url?.startsWith(controlPath) ? control : aws
    listener(request, response)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  world.url = url
  return {
    url,
    control: url + controlPath,
    broker,
    world,
    async close() {
      devices?.close()
      await broker?.close()
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      })
    },
  }
}
