import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseReport } from '#server/behaviours/report.ts'

const rule = { thingName: 'gw-1', clientId: 'gw-1', receivedAt: 1_795_000_000_000 }
const long = {
  ...rule,
  header: { report_id: 7, version: '1.0' },
  metrics: {
    listening_tcp_ports: { ports: [{ interface: 'eth0', port: 22 }, { port: 443 }], total: 2 },
    listening_udp_ports: { total: 1 },
    network_stats: { bytes_in: 10, bytes_out: 20, packets_in: 1, packets_out: 2 },
    tcp_connections: {
      established_connections: {
        connections: [{ remote_addr: '192.0.2.1:8883' }, { remote_addr: '[2001:db8::1]:8883' }],
        total: 2,
      },
    },
  },
}
const short = {
  ...rule,
  hed: { rid: 7, v: '1.0' },
  met: {
    tp: { pts: [{ if: 'eth0', pt: 22 }, { pt: 443 }], t: 2 },
    up: { t: 1 },
    ns: { bi: 10, bo: 20, pi: 1, po: 2 },
    tc: { ec: { cs: [{ rad: '192.0.2.1:8883' }, { rad: '[2001:db8::1]:8883' }], t: 2 } },
  },
}
const measured = {
  device: 'gw-1',
  at: new Date(rule.receivedAt),
  reportId: 7,
  numbers: {
    'aws:num-listening-tcp-ports': 2,
    'aws:num-listening-udp-ports': 1,
    'aws:num-established-tcp-connections': 2,
    'aws:all-bytes-in': 10,
    'aws:all-bytes-out': 20,
    'aws:all-packets-in': 1,
    'aws:all-packets-out': 2,
  },
  sets: { 'aws:listening-tcp-ports': ['22', '443'], 'aws:destination-ip-addresses': ['192.0.2.1', '2001:db8::1'] },
}

test.each([
  ['long', long],
  ['short', short],
])('a report with %s names', (_, report) => {
  expect(parseReport(JSON.stringify(report))).toEqual(measured)
})

test('what the database cannot hold of a text is replaced: one device must not keep the others from being read', () => {
  const connections = [{ remote_addr: 'a\u0000b' }, { remote_addr: '\ud800' }]
  const report = {
    ...long,
    thingName: 'gw\u0000',
    metrics: { tcp_connections: { established_connections: { connections } } },
  }
  const { device, sets } = parseReport(JSON.stringify(report)) ?? {}
  expect([device, sets]).toEqual(['gw\ufffd', { 'aws:destination-ip-addresses': ['a\ufffdb', '\ufffd'] }])
})

test.each([
  ['no JSON', '{'],
  ['no thing', JSON.stringify({ ...long, thingName: undefined })],
  ['no report id', JSON.stringify({ ...long, header: {} })],
  ['nothing measured', JSON.stringify({ ...long, metrics: undefined })],
  ['an impossible port', JSON.stringify({ ...long, metrics: { listening_tcp_ports: { ports: [{ port: 70_000 }] } } })],
  ['a time that no calendar has', JSON.stringify({ ...long, receivedAt: 1e300 })],
  ['a negative number', JSON.stringify({ ...long, metrics: { network_stats: { bytes_out: -1 } } })],
])('%s is no report', (_, body) => {
  expect(parseReport(body)).toBeNull()
})

test('whatever devices send, reading it never fails', () => {
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), (body, metrics) => {
      parseReport(body)
      parseReport(JSON.stringify({ ...rule, hed: { rid: 1 }, met: metrics }))
    }),
  )
})
