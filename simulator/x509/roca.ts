import { SeededBytes } from './seeded.ts'

/** Small primes by which the moduli of a flawed generator (CVE-2017-15361) leave powers of 65537 alone. */
export const rocaPrimes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
  127, 131, 137, 139, 149, 151, 157, 163, 167,
]

/** A 2048-bit modulus as that generator would have made it: `k · M + (65537^a mod M)`, M being the primes' product. */
export function rocaModulus(seed: string): Buffer {
  const product = rocaPrimes.reduce((all, prime) => all * BigInt(prime), 2n)
  const random = BigInt(`0x${new SeededBytes(`roca:${seed}`).take(256).toString('hex')}`)
  const high = (random | (1n << 2047n)) & ((1n << 2048n) - 1n)
  const modulus = high - (high % product) + (65537n ** 97n % product)
  return Buffer.from(modulus.toString(16).padStart(512, '0'), 'hex')
}
