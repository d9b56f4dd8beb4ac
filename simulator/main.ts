import { z } from 'zod'
import { demoDeviceCount } from './devices/cast.ts'
import { startSimulator } from './server.ts'
import { readSettings, type Settings } from './settings.ts'

const parentCheckMs = 1000

await run(settingsOrExit())

/** Prints one line of JSON when ready, and stays until told to stop or until its parent is gone. */
async function run(settings: Settings) {
  const isDemo = settings.scenario === 'demo'
  const { devices = isDemo ? demoDeviceCount : 0, seeded = isDemo ? 'lively' : 'still' } = settings
  const simulator = await startSimulator({ ...settings, devices, seeded })
  const stop = () => void simulator.close().finally(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  if (settings.parentPid) stopWithParent(settings.parentPid, stop)
  const accounts = simulator.world.fleets.map(({ account, region, things, certificates }) => {
    return { account, region, things: things.size, certificates: certificates.size }
  })
  const things = accounts.reduce((sum, account) => sum + account.things, 0)
  const port = Number(new URL(simulator.url).port)
  const { url, control, broker } = simulator
  console.log(JSON.stringify({ ready: true, port, url, control, brokerPort: broker?.port, accounts, things }))
}

function stopWithParent(pid: number, stop: () => void) {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0)
    } catch {
      clearInterval(timer)
      stop()
    }
  }, parentCheckMs)
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env, process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof z.ZodError ? z.prettifyError(error) : String(error))
    process.exit(2)
  }
}
