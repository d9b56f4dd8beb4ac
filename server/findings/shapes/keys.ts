import type { Severity } from '#contract/incidents.ts'
import type { Failing, Unknown } from '../check.ts'

type KeyFacts = {
  keyAlgorithm: string | null
  keyBits: number | null
  signatureAlgorithm: string | null
}

/** The least that AWS IoT takes today; older registrations may be below. */
export const keyParameters = {
  rsaBits: { label: 'Least RSA key', unit: 'bits', default: 2048, min: 2048, max: 8192 },
  ecBits: { label: 'Least elliptic curve', unit: 'bits', default: 256, min: 224, max: 521 },
} as const

// NIST SP 800-131A Rev. 2, tables 2 and 8: DSA, MD5 and SHA-1 are disallowed for signatures.
const brokenDigest = /md2|md5|sha-?1(?!\d)/i

/**
 * What is weak about a key or the signature on it; null when neither is. A forged signature takes far more than a weak
 * key, so it weighs less.
 */
export function weaknessOf(
  { keyAlgorithm, keyBits, signatureAlgorithm }: KeyFacts,
  { rsaBits, ecBits }: Record<keyof typeof keyParameters, number>,
  severity: Severity,
): Failing | Unknown | null {
  if (!keyAlgorithm || !signatureAlgorithm) return { unknown: 'The certificate has not been read' }
  const least = keyAlgorithm === 'RSA' ? rsaBits : keyAlgorithm === 'EC' ? ecBits : null
  if (keyAlgorithm === 'DSA') return { severity, detail: 'Its key is for DSA' }
  if (least !== null && keyBits !== null && keyBits < least) {
    return { severity, detail: `${keyAlgorithm} key of ${keyBits} bits` }
  }
  if (brokenDigest.test(signatureAlgorithm)) return { severity: 'medium', detail: `Signed with ${signatureAlgorithm}` }
  return least !== null && keyBits === null ? { unknown: 'The size of its key is not known' } : null
}
