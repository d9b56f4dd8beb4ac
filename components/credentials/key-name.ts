/** "EC 256"; null when the key is unknown. */
export function keyName({ keyAlgorithm, keyBits }: { keyAlgorithm: string | null; keyBits: number | null }) {
  if (!keyAlgorithm) return null
  return keyBits ? `${keyAlgorithm} ${keyBits}` : keyAlgorithm
}
