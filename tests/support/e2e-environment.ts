/** Where the product under test is, as `npm run e2e` tells; the tests refuse to run without it. */
export const product = {
  url: given('E2E_BASE_URL'),
  databaseUrl: given('E2E_DATABASE_URL'),
  simulator: JSON.parse(given('E2E_SIMULATOR')) as { port: number },
}

export const demoPassword = 'fleetwarden-demo'
export const demoEmail = (role: string) => `${role}@fleetwarden.example`

function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: use npm run e2e, which starts the product`)
  return value
}
