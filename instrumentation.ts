/** Next calls this once, before the first request. The work is Node's alone, so it is loaded there alone. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startWeb } = await import('#server/web/start.ts')
    await startWeb()
  }
}
