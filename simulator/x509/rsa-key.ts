import { checkPrimeSync, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { bits, integer, nothing, oid, sequence } from './der.ts'
import { modularInverse } from './modular-inverse.ts'
import { SeededBytes } from './seeded.ts'

const exponent = 65537n
const smallPrimes = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n, 59n, 61n, 67n, 71n]

/** An RSA-2048 key pair that a seed always gives again (about 40 ms to find). PKCS #1 v1.5 signatures repeat by nature. */
export class RsaKey {
  readonly spki: Buffer
  readonly #key: KeyObject

  constructor(seed: string) {
    const random = new SeededBytes(`rsa:${seed}`)
    const p = prime(random)
    const q = prime(random)
    const d = modularInverse(exponent, (p - 1n) * (q - 1n))
    this.spki = rsaSpki(bytesOf(p * q))
    const [n, e, dp, dq, qi] = [p * q, exponent, d % (p - 1n), d % (q - 1n), modularInverse(q, p)].map(base64url)
    const jwk = { kty: 'RSA', n, e, d: base64url(d), p: base64url(p), q: base64url(q), dp, dq, qi }
    this.#key = createPrivateKey({ key: jwk, format: 'jwk' })
  }

  sign(hash: 'sha1' | 'sha256', message: Uint8Array): Buffer {
    return sign(hash, message, this.#key)
  }
}

/**
 * An RSA public key of the given size whose private half nobody knows: the number is drawn, not multiplied. Devices of
 * the seeded fleet that never connect need no more, and a real 4096-bit pair would take seconds to find.
 */
export function rsaPublicKey(seed: string, size: 1024 | 2048 | 4096): Buffer {
  const modulus = new SeededBytes(`modulus:${seed}`).take(size / 8)
  modulus[0] = (modulus[0] ?? 0) | 0x80
  modulus[modulus.length - 1] = (modulus.at(-1) ?? 0) | 1
  return rsaSpki(modulus)
}

/** The subject public key info of an RSA key. */
export const rsaSpki = (modulus: Buffer) =>
  sequence(
    sequence(oid('1.2.840.113549.1.1.1'), nothing()),
    bits(sequence(integer(modulus), integer(bytesOf(exponent)))),
  )

function prime(random: SeededBytes): bigint {
  for (;;) {
    const start = random.take(128)
    start[0] = (start[0] ?? 0) | 0xc0
    start[127] = (start[127] ?? 0) | 1
    let candidate = BigInt(`0x${start.toString('hex')}`)
    for (let tries = 0; tries < 2000; tries++, candidate += 2n) {
      if (smallPrimes.some((small) => candidate % small === 0n) || candidate % exponent === 1n) continue
      if (checkPrimeSync(candidate)) return candidate
    }
  }
}

function bytesOf(value: bigint) {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}

const base64url = (value: bigint) => bytesOf(value).toString('base64url')
