import { z } from 'zod'
import type { BehaviourMetric } from '#contract/behaviours.ts'
import { jsonOf } from '#server/incidents/feeds/json-of.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { latestMs } from '#server/platform/plain-time.ts'

/** What an agent measured since its report before. */
export type DeviceReport = {
  device: string
  at: Date
  reportId: number
  numbers: Partial<Record<BehaviourMetric, number>>
  sets: Partial<Record<BehaviourMetric, string[]>>
}

// What the database cannot hold would keep the whole batch from being kept, and come again with every pass.
const address = z.string().max(100).transform(plainText).optional()

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const port = z.looseObject({
  port: z.number().int().min(0).max(65_535).optional(),
  pt: z.number().int().min(0).max(65_535).optional(),
})
const ports = z.looseObject({
  ports: z.array(port).max(1_000).optional(),
  pts: z.array(port).max(1_000).optional(),
  total: count.optional(),
  t: count.optional(),
})
const connection = z.looseObject({ remote_addr: address, rad: address })
const connections = z.looseObject({
  connections: z.array(connection).max(1_000).optional(),
  cs: z.array(connection).max(1_000).optional(),
  total: count.optional(),
  t: count.optional(),
})
const tcp = z.looseObject({ established_connections: connections.optional(), ec: connections.optional() })
const traffic = z.looseObject({
  ...{
    bytes_in: count.optional(),
    bytes_out: count.optional(),
    packets_in: count.optional(),
    packets_out: count.optional(),
  },
  ...{ bi: count.optional(), bo: count.optional(), pi: count.optional(), po: count.optional() },
})
const metrics = z.looseObject({
  ...{
    listening_tcp_ports: ports.optional(),
    listening_udp_ports: ports.optional(),
    tcp_connections: tcp.optional(),
    network_stats: traffic.optional(),
  },
  ...{ tp: ports.optional(), up: ports.optional(), tc: tcp.optional(), ns: traffic.optional() },
})
const header = z.looseObject({ report_id: count.optional(), rid: count.optional() })

// As the rule of the set-up hands it on: the report with the thing of its topic and when it came.
const message = z.looseObject({
  ...{ thingName: z.string().min(1).max(128).transform(plainText), receivedAt: z.number().positive().max(latestMs) },
  ...{ header: header.optional(), hed: header.optional(), metrics: metrics.optional(), met: metrics.optional() },
})

/**
 * A device-side report as the queue holds it, with long or short names ("Sending metrics from devices"); null for what is
 * none. Devices write it: nothing of it is believed beyond its shape.
 */
export function parseReport(body: string): DeviceReport | null {
  const parsed = message.safeParse(jsonOf(body))
  if (!parsed.success) return null
  const { thingName, receivedAt, header, hed, metrics, met } = parsed.data
  const reportId = header?.report_id ?? header?.rid ?? hed?.rid ?? hed?.report_id
  const measured = metrics ?? met
  if (reportId === undefined || !measured) return null
  const listeningTcp = measured.listening_tcp_ports ?? measured.tp
  const listeningUdp = measured.listening_udp_ports ?? measured.up
  const established = (measured.tcp_connections ?? measured.tc)?.established_connections ?? measured.tc?.ec
  const stats = measured.network_stats ?? measured.ns
  const open = (list: z.infer<typeof ports> | undefined) =>
    (list?.ports ?? list?.pts)?.flatMap((one) => one.port ?? one.pt ?? []).map(String)
  const peers = (established?.connections ?? established?.cs)?.flatMap(
    (one) => hostOf(one.remote_addr ?? one.rad) ?? [],
  )
  const tcpPorts = open(listeningTcp)
  const udpPorts = open(listeningUdp)
  return {
    device: thingName,
    at: new Date(receivedAt),
    reportId,
    numbers: present({
      'aws:num-listening-tcp-ports': listeningTcp?.total ?? listeningTcp?.t ?? tcpPorts?.length,
      'aws:num-listening-udp-ports': listeningUdp?.total ?? listeningUdp?.t ?? udpPorts?.length,
      'aws:num-established-tcp-connections': established?.total ?? established?.t ?? peers?.length,
      'aws:all-bytes-in': stats?.bytes_in ?? stats?.bi,
      'aws:all-bytes-out': stats?.bytes_out ?? stats?.bo,
      'aws:all-packets-in': stats?.packets_in ?? stats?.pi,
      'aws:all-packets-out': stats?.packets_out ?? stats?.po,
    }),
    sets: present({
      'aws:listening-tcp-ports': tcpPorts,
      'aws:listening-udp-ports': udpPorts,
      'aws:destination-ip-addresses': peers,
    }),
  }
}

// "192.0.2.1:8883", "[2001:db8::1]:8883"
function hostOf(address: string | undefined): string | undefined {
  if (!address) return undefined
  return /^\[([^\]]+)\]/.exec(address)?.[1] ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? address
}

function present<Value>(all: Partial<Record<BehaviourMetric, Value | undefined>>) {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<
    Record<BehaviourMetric, Value>
  >
}
