import net from 'node:net'

/** The network an address is taken to be in: /24 of IPv4, /48 of IPv6, the text itself when it is no address. */
export function networkOf(address: string): string {
  if (net.isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  if (!net.isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ? tail.split(':') : [])]
  const [a, b, c] = all.map((group) => Number.parseInt(group, 16).toString(16))
  return `${a}:${b}:${c}::/48`
}
