import { connect, type MqttClient } from 'mqtt'
import { nextAddress } from './addresses.ts'
import { behaviours, draw, retryAfter } from './behaviours.ts'
import { deviceReport, publishReport } from './device-reports.ts'
import type { DeviceOrder, Endpoint } from './orders.ts'
import { obeyStopOrders } from './stop-orders.ts'

const telemetrySeconds = [45, 75] as const
const reportSeconds = 300
const connectTimeoutMs = 30_000

/** A device that connects, reports, and comes back after trouble as its behaviour has it. */
export class VirtualDevice {
  #client: MqttClient | undefined
  /** Left behind half open; the broker will close it. */
  #ghost: MqttClient | undefined
  #sourceIp: string
  #step: NodeJS.Timeout | undefined
  #telemetry: NodeJS.Timeout | undefined
  #agent: NodeJS.Timeout | undefined
  #failures = 0
  #reports = 0
  #deviceReports = 0
  #left = false
  #stopped = false
  /** It was told to say no more. */
  #silent = false

  constructor(
    readonly order: DeviceOrder,
    readonly endpoint: Endpoint,
    readonly onSilent: () => void,
  ) {
    this.#sourceIp = order.sourceIp
  }

  startAfter(ms: number) {
    this.#step = setTimeout(() => this.#connect(), ms)
  }

  stop() {
    this.#stopped = true
    this.#rest()
    // One that is still on its way in has nobody to say goodbye to.
    this.#client?.end(!this.#client.connected)
    this.#ghost?.end(true)
  }

  /** Connects anew without having gone: its old session is thrown out by its new one. */
  comeAgain() {
    if (!this.#client?.connected) return
    this.#rest()
    this.#ghost = this.#client
    this.#connect()
  }

  #connect() {
    const { clientId, cert, key, keepAliveS } = this.order
    const client = connect({
      ...this.endpoint,
      protocol: 'mqtts',
      cert,
      key,
      clientId,
      username: `?SDK=Simulated&SimulatedSourceIp=${this.#sourceIp}`,
      keepalive: keepAliveS,
      connectTimeout: connectTimeoutMs,
      // Coming back is the behaviour's affair.
      reconnectPeriod: 0,
    })
    this.#client = client
    client.on('connect', () => this.#connected(client))
    // Every error ends in a close.
    client.on('error', () => {})
    client.once('close', () => this.#closed(client))
  }

  #connected(client: MqttClient) {
    const { stays, leaves, obeys, roams, reports } = behaviours[this.order.behaviour]
    this.#failures = 0
    if (obeys) obeyStopOrders(client, this.order.thing, () => this.#fallSilent())
    this.#report(draw([0, 2]))
    if (reports) this.#reportItself(client, reports, draw([2, 8]))
    if (roams) this.#then(() => this.#roam(), draw(roams))
    if (stays) this.#then(() => this.#leave(leaves), draw(stays))
  }

  #fallSilent() {
    this.#silent = true
    clearTimeout(this.#telemetry)
    this.onSilent()
  }

  #roam() {
    this.#sourceIp = nextAddress(this.#sourceIp)
    this.comeAgain()
  }

  #leave(manner: 'politely' | 'suddenly' = 'suddenly') {
    this.#left = true
    if (manner === 'politely') this.#client?.end()
    else this.#client?.stream.destroy()
  }

  #closed(client: MqttClient) {
    client.end(true)
    if (client !== this.#client) return
    this.#rest()
    if (this.#stopped) return
    const behaviour = behaviours[this.order.behaviour]
    const seconds = this.#left && behaviour.away ? draw(behaviour.away) : retryAfter(behaviour, this.#failures++)
    this.#left = false
    this.#then(() => this.#connect(), seconds)
  }

  #report(seconds: number) {
    const { telemetryTopic, clientId } = this.order
    if (!telemetryTopic || this.#silent) return
    const publish = () => {
      const temperature = Number((21 + Math.random() * 4).toFixed(1))
      const report = JSON.stringify({ clientId, report: ++this.#reports, temperature })
      this.#client?.publish(telemetryTopic, report)
      this.#report(draw(telemetrySeconds))
    }
    this.#telemetry = setTimeout(publish, this.#ms(seconds))
  }

  /** AWS takes one such report in five minutes. */
  #reportItself(client: MqttClient, reports: Parameters<typeof deviceReport>[0], seconds: number) {
    const publish = () => {
      publishReport(client, this.order.thing, deviceReport(reports, ++this.#deviceReports))
      this.#reportItself(client, reports, reportSeconds)
    }
    this.#agent = setTimeout(publish, this.#ms(seconds))
  }

  #then(step: () => void, seconds: number) {
    this.#step = setTimeout(step, this.#ms(seconds))
  }

  #rest() {
    clearTimeout(this.#step)
    clearTimeout(this.#telemetry)
    clearTimeout(this.#agent)
  }

  #ms(seconds: number) {
    return seconds * 1000 * this.order.pace
  }
}
