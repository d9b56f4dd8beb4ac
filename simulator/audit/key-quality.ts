import type { Objection } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { readCertificate, rsaModulus } from '../x509/read.ts'
import { rocaPrimes } from '../x509/roca.ts'
import { authorityResource, deviceResource, isInUse } from './certificates.ts'
import type { Verdict } from './checks.ts'

/**
 * The key quality checks know two flaws. The weak generator of CVE-2017-15361 shows in the modulus itself; the keys of
 * CVE-2008-0166 are known from lists, which nobody keeps here.
 */
export function deviceKeys({ certificates }: Fleet): Verdict {
  const inUse = certificates.items.filter(isInUse)
  const objections = inUse
    .filter(({ der }) => isFlawed(der))
    .map((certificate) => objection(deviceResource(certificate)))
  return { total: inUse.length, objections }
}

export function authorityKeys({ cas }: Fleet): Verdict {
  const active = cas.items.filter(({ status }) => status === 'ACTIVE')
  const objections = active.filter(({ der }) => isFlawed(der)).map((ca) => objection(authorityResource(ca)))
  return { total: active.length, objections }
}

const objection = (resource: Objection['resource']): Objection => ({
  resource,
  related: [],
  code: 'CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361',
  reason: 'The key was made by a generator with the vulnerability CVE-2017-15361.',
})

function isFlawed(der: Uint8Array): boolean {
  const modulus = rsaModulus(readCertificate(der).spki)
  return modulus !== undefined && powers.every(([prime, residues]) => residues.has(Number(modulus % BigInt(prime))))
}

/** What the flawed generator's numbers leave when divided by small primes: powers of 65537 alone. */
const powers = rocaPrimes.map((prime): [number, Set<number>] => {
  const residues = new Set<number>()
  for (let power = 1; !residues.has(power); power = (power * 65537) % prime) residues.add(power)
  return [prime, residues]
})
