/** The number that multiplied with `value` leaves 1 modulo `modulus` (extended Euclid; both must be coprime). */
export function modularInverse(value: bigint, modulus: bigint): bigint {
  let [previous, current, remainder, divisor] = [0n, 1n, modulus, value % modulus]
  while (divisor !== 0n) {
    const quotient = remainder / divisor
    ;[previous, current] = [current, previous - quotient * current]
    ;[remainder, divisor] = [divisor, remainder - quotient * divisor]
  }
  return previous < 0n ? previous + modulus : previous
}
