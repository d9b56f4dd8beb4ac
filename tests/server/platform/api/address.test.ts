import { expect, test } from 'vitest'
import { addressOf, peerHeader } from '#server/platform/api/address.ts'

test.each<[string, Record<string, string>, boolean, string | null]>([
  ['the socket', { [peerHeader]: '10.0.0.1' }, false, '10.0.0.1'],
  ['IPv4 in IPv6', { [peerHeader]: '::ffff:10.0.0.1' }, false, '10.0.0.1'],
  ['IPv6', { [peerHeader]: '2001:db8::1' }, false, '2001:db8::1'],
  [
    'what the client says is not believed',
    { [peerHeader]: '10.0.0.1', 'x-forwarded-for': '8.8.8.8' },
    false,
    '10.0.0.1',
  ],
  ['what our proxy added is', { [peerHeader]: '10.0.0.1', 'x-forwarded-for': '1.1.1.1, 8.8.8.8' }, true, '8.8.8.8'],
  ['a proxy that says nothing', { [peerHeader]: '10.0.0.1' }, true, '10.0.0.1'],
  ['no address', { [peerHeader]: 'localhost' }, false, null],
  ['nothing', {}, true, null],
])('%s', (_, headers, trustProxy, address) => {
  expect(addressOf(new Headers(headers), trustProxy)).toBe(address)
})
