import net from 'node:net'
import type { Certainty } from './pattern.ts'

/** Whether an address lies in a block such as 192.0.2.0/24, or is that address. A block that is none is unknown. */
export function isInBlock(address: string, block: string): Certainty {
  const [base = '', bits] = block.split('/')
  const family = net.isIP(base)
  const whole = family === 6 ? 128 : 32
  const length = bits === undefined ? whole : Number(bits)
  if (family === 0 || !Number.isInteger(length) || length < 0 || length > whole || bits === '') return 'unknown'
  if (net.isIP(address) !== family) return 'no'
  const list = new net.BlockList()
  list.addSubnet(base, length, family === 6 ? 'ipv6' : 'ipv4')
  return list.check(address, family === 6 ? 'ipv6' : 'ipv4') ? 'yes' : 'no'
}
