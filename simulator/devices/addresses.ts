import { sha256 } from '../x509/seeded.ts'

/** An address of a range that is kept for tests (RFC 2544). */
export function addressOf(id: string): string {
  const [second = 0, third = 0, fourth = 0] = sha256(id)
  return `198.${18 + (second % 2)}.${third}.${1 + (fourth % 254)}`
}

/** Another address of the same carrier, as after a network change; the old one does not come again soon. */
export function nextAddress(address: string): string {
  const [third = 0, fourth = 0] = sha256(address)
  return address.replace(/\.\d+\.\d+$/, `.${third}.${1 + (fourth % 254)}`)
}
