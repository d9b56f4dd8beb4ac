import type { DeviceOrder, Endpoint, Message, Stopped } from './orders.ts'
import { VirtualDevice } from './virtual-device.ts'

/** Handshakes are most of the work, so a large fleet comes up over time and leaves the simulator room to answer. */
const startsPerSecond = 100

const devices = new Map<string, VirtualDevice>()
let endpoint: Endpoint | undefined
let nextStartAt = 0

// The virtual devices live in a process of their own and end with the simulator.
process.once('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole group; the simulator decides when its devices go.
process.on('SIGINT', () => {})

process.on('message', (message: Message) => {
  switch (message.tell) {
    case 'endpoint':
      endpoint = message.endpoint
      return
    case 'start':
      for (const order of message.orders) start(order)
      return
    case 'stop':
      for (const id of message.ids) stop(id)
      return
    case 'bounce':
      for (const id of message.ids) devices.get(id)?.comeAgain()
  }
})

function start(order: DeviceOrder) {
  if (!endpoint) return
  stop(order.id)
  const device = new VirtualDevice(order, endpoint, () => process.send?.({ stopped: order.id } satisfies Stopped))
  devices.set(order.id, device)
  const now = Date.now()
  nextStartAt = Math.max(now, nextStartAt + 1000 / startsPerSecond)
  device.startAfter(nextStartAt - now)
}

function stop(id: string) {
  devices.get(id)?.stop()
  devices.delete(id)
}
