import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { bits, integer, oid, sequence } from './der.ts'
import { modularInverse } from './modular-inverse.ts'
import { SeededBytes } from './seeded.ts'

const curves = {
  'P-256': {
    openssl: 'prime256v1',
    oid: '1.2.840.10045.3.1.7',
    bytes: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    openssl: 'secp384r1',
    oid: '1.3.132.0.34',
    bytes: 48,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
} as const

export type Curve = keyof typeof curves

/** An elliptic-curve key pair that a seed always gives again, with signatures that it always gives again too. */
export class EcKey {
  readonly spki: Buffer
  readonly #scalar: Buffer
  readonly #point: Buffer

  constructor(
    seed: string,
    readonly curve: Curve = 'P-256',
  ) {
    const { openssl, oid: curveOid, bytes, order } = curves[curve]
    const random = new SeededBytes(`${curve}:${seed}`)
    do this.#scalar = random.take(bytes)
    while (toBigInt(this.#scalar) === 0n || toBigInt(this.#scalar) >= order)
    this.#point = pointOf(openssl, this.#scalar)
    this.spki = sequence(sequence(oid('1.2.840.10045.2.1'), oid(curveOid)), bits(this.#point))
  }

  privateKey(): KeyObject {
    const { bytes } = curves[this.curve]
    const part = (from: number, to: number) => this.#point.subarray(from, to).toString('base64url')
    const jwk = { kty: 'EC', crv: this.curve, d: this.#scalar.toString('base64url') }
    return createPrivateKey({
      key: { ...jwk, x: part(1, 1 + bytes), y: part(1 + bytes, 1 + 2 * bytes) },
      format: 'jwk',
    })
  }

  /**
   * A DER signature whose nonce is derived from key and message, in the spirit of RFC 6979. Node's own ECDSA draws a
   * random nonce, and then a certificate's id would change with every start of the simulator.
   */
  sign(hash: 'sha1' | 'sha256', message: Uint8Array): Buffer {
    const { openssl, bytes, order } = curves[this.curve]
    const digest = createHash(hash).update(message).digest()
    const nonces = new SeededBytes(`nonce:${this.#scalar.toString('hex')}:${digest.toString('hex')}`)
    for (;;) {
      const nonce = nonces.take(bytes)
      const k = toBigInt(nonce)
      if (k === 0n || k >= order) continue
      const r = toBigInt(pointOf(openssl, nonce).subarray(1, 1 + bytes)) % order
      const s = (modularInverse(k, order) * (toBigInt(digest) + r * toBigInt(this.#scalar))) % order
      if (r !== 0n && s !== 0n) return sequence(integer(toBytes(r, bytes)), integer(toBytes(s, bytes)))
    }
  }
}

function pointOf(curve: string, scalar: Buffer) {
  const exchange = createECDH(curve)
  exchange.setPrivateKey(scalar)
  return exchange.getPublicKey()
}

const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const toBytes = (value: bigint, length: number) => Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
