import type { BehaviourName } from './behaviours.ts'

/** Everything a virtual device needs to be; key and certificate are PEM. */
export interface DeviceOrder {
  id: string
  clientId: string
  certificateId: string
  cert: string
  key: string
  /** The address it claims to come from, since all of them live on this machine. */
  sourceIp: string
  keepAliveS: number
  /** Where it may publish; without, it is silent. */
  telemetryTopic: string | undefined
  behaviour: BehaviourName
  /** The thing whose orders it obeys, if its behaviour has it obey. */
  thing: string
  /** Multiplies every wait: below 1 it lives faster. */
  pace: number
}

export interface Endpoint {
  host: string
  port: number
  ca: string
}

/** What the process of the virtual devices tells the simulator: one of them has obeyed and is silent. */
export interface Stopped {
  stopped: string
}

/** What the simulator tells the process of the virtual devices. */
export type Message =
  | { tell: 'endpoint'; endpoint: Endpoint }
  | { tell: 'start'; orders: DeviceOrder[] }
  | { tell: 'stop'; ids: string[] }
  /** Comes back at once, before the broker has noticed that it was gone. */
  | { tell: 'bounce'; ids: string[] }
