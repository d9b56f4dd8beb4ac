/** Signs in with a password. 'second-factor': a code is needed to finish. Throws an Error with the sentence to show. */
export async function signIn(credentials: { email: string; password: string }): Promise<'done' | 'second-factor'> {
  const { twoFactorRedirect } = await post<{ twoFactorRedirect?: boolean }>('/sign-in/email', credentials)
  return twoFactorRedirect ? 'second-factor' : 'done'
}

/** Finishes a sign-in with the code an authenticator shows. A trusted browser is not asked again for 30 days. */
export async function verifyTotp(code: string, { trustDevice = false } = {}): Promise<void> {
  await post('/two-factor/verify-totp', { code, trustDevice })
}

/** Finishes a sign-in with one of the codes that work once. */
export async function verifyBackupCode(code: string): Promise<void> {
  await post('/two-factor/verify-backup-code', { code })
}

export async function signOut(): Promise<void> {
  await post('/sign-out', {})
}

/** Begins a second factor: the address for the authenticator (as a QR code) and the codes to keep. */
export async function enableTwoFactor(password: string): Promise<{ totpUri: string; backupCodes: string[] }> {
  const { totpURI, backupCodes } = await post<{ totpURI: string; backupCodes: string[] }>('/two-factor/enable', {
    password,
  })
  return { totpUri: totpURI, backupCodes }
}

/** Turns the second factor on, once a code has shown that the authenticator has it. */
export async function confirmTwoFactor(code: string): Promise<void> {
  await post('/two-factor/verify-totp', { code })
}

export async function disableTwoFactor(password: string): Promise<void> {
  await post('/two-factor/disable', { password })
}

/** Replaces the codes that work once. */
export async function renewBackupCodes(password: string): Promise<string[]> {
  const { backupCodes } = await post<{ backupCodes: string[] }>('/two-factor/generate-backup-codes', { password })
  return backupCodes
}

/** Changes the password and signs every other session out. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await post('/change-password', { currentPassword, newPassword })
}

/** Puts one's own password in the place of a temporary one and signs every other session out. */
export async function choosePassword(currentPassword: string, newPassword: string): Promise<void> {
  await post('/choose-password', { currentPassword, newPassword })
}

// These endpoints are better-auth's, not the contract's. The fields named here are those server/people/auth-endpoints.ts shows.
async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.detail ?? answer.title ?? 'The server gave no usable answer.')
  return answer
}
