/** An OpenSSL signature name as people say it: "SHA-256 with ECDSA". One it does not know stays as it is. */
export function signatureName(name: string): string {
  const rsa = /^(md|sha)(\d+)WithRSAEncryption$/i.exec(name)
  if (rsa) return `${hashName(rsa[1], rsa[2])} with RSA`
  const dsa = /^(ecdsa|dsa)-with-(sha)(\d+)$/i.exec(name)
  if (dsa) return `${hashName(dsa[2], dsa[3])} with ${dsa[1]?.toUpperCase()}`
  return name
}

function hashName(family = '', size = '') {
  return family.toLowerCase() === 'sha' ? `SHA-${size}` : `${family.toUpperCase()}${size}`
}
