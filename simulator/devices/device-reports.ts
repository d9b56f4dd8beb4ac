import type { MqttClient } from 'mqtt'

interface Kind {
  names: 'long' | 'short'
  intruder?: true
}

/** How many honest reports an intruder's come after. */
const honestAtFirst = 2

/**
 * What an agent measures of its device ("Sending metrics from devices"), with long or short names. Numbers of bytes and packets
 * are what was new since the report before.
 */
export function deviceReport({ names, intruder }: Kind, number: number): object {
  const isTakenOver = intruder === true && number > honestAtFirst
  const tcp = isTakenOver ? [22, 443, 23, 5555] : [22, 443]
  const peers = isTakenOver ? ['198.51.100.7:8883', '203.0.113.66:4444', '203.0.113.67:6667'] : ['198.51.100.7:8883']
  const bytes = (isTakenOver ? 900_000 : 9000) + Math.floor(Math.random() * 2000)
  const report = {
    tcp,
    udp: [68, 123],
    peers,
    out: bytes,
    in: Math.floor(bytes / 3),
    packets: Math.floor(bytes / 140),
  }
  return names === 'long' ? long(report, number) : short(report, number)
}

interface Measured {
  tcp: number[]
  udp: number[]
  peers: string[]
  out: number
  in: number
  packets: number
}

const long = ({ tcp, udp, peers, out, in: received, packets }: Measured, number: number) => ({
  header: { report_id: number, version: '1.0' },
  metrics: {
    listening_tcp_ports: { ports: tcp.map((port) => ({ interface: 'eth0', port })), total: tcp.length },
    listening_udp_ports: { ports: udp.map((port) => ({ interface: 'eth0', port })), total: udp.length },
    network_stats: { bytes_in: received, bytes_out: out, packets_in: packets, packets_out: packets },
    tcp_connections: {
      established_connections: {
        connections: peers.map((peer, place) => ({
          local_interface: 'eth0',
          local_port: 49_152 + place,
          remote_addr: peer,
        })),
        total: peers.length,
      },
    },
  },
  custom_metrics: { cpu_load: [{ number: 12 + (number % 5) }] },
})

const short = ({ tcp, udp, peers, out, in: received, packets }: Measured, number: number) => ({
  hed: { rid: number, v: '1.0' },
  met: {
    tp: { pts: tcp.map((pt) => ({ if: 'eth0', pt })), t: tcp.length },
    up: { pts: udp.map((pt) => ({ if: 'eth0', pt })), t: udp.length },
    ns: { bi: received, bo: out, pi: packets, po: packets },
    tc: {
      ec: { cs: peers.map((rad, place) => ({ li: 'eth0', lp: 49_152 + place, rad })), t: peers.length },
    },
  },
  cmet: { cpu_load: [{ number: 12 + (number % 5) }] },
})

/** Sends a report to Device Defender, and a copy to where a rule sees it: AWS does not say whether rules see the former. */
export function publishReport(client: MqttClient, thing: string, report: object) {
  const body = JSON.stringify(report)
  client.publish(`$aws/things/${thing}/defender/metrics/json`, body, { qos: 1 })
  client.publish(`fleetwarden/device-reports/${thing}`, body, { qos: 1 })
}
