import { shareOf } from '../../fleet/jobs/fate.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { FleetBuilder } from '../fleet-builder.ts'

/** Which package is the firmware of which type. Sensors, trackers and gateways have no agent that keeps `$package`. */
const firmwareOf: Readonly<Record<string, string>> = {
  'smart-meter': 'meter-firmware',
  'cold-chain-logger': 'logger-firmware',
  'pump-controller': 'pump-drive-firmware',
  'ev-charger': 'charger-firmware',
}

/** The catalog: the last published version is the default. */
const catalog: Readonly<Record<string, { says: string; versions: readonly string[] }>> = {
  'device-agent': { says: 'Jobs agent and MQTT client of every product', versions: ['2.3.2', '2.4.0', '2.4.1'] },
  'meter-firmware': { says: 'Firmware of the HM-200', versions: ['4.1.7', '4.2.0', '4.2.1', '4.3.0-rc2'] },
  'logger-firmware': { says: 'Firmware of the CC-Mini', versions: ['1.9.4', '1.13.0', '1.14.2'] },
  'pump-drive-firmware': { says: 'Firmware of the PC-40', versions: ['6.8.0', '7.0.3', '7.1.0-rc1'] },
  'charger-firmware': { says: 'Firmware of the Volt-22', versions: ['3.3.0', '3.4.0'] },
}

export const hasAgent = ({ type }: Thing) => Object.hasOwn(firmwareOf, type?.name ?? '')

/** Whether a thing's agent has stopped to take jobs, though the thing is connected: the same things in every job. */
export const isSilent = ({ name }: Thing) => shareOf(`silent/${name}`) < 0.02

/** Fills the catalog, and says in `$package` what things run before any job has changed it. */
export function stockPackages(build: FleetBuilder) {
  const { fleet } = build
  fleet.software.updatedByJobs = true
  for (const [name, { says, versions }] of Object.entries(catalog)) build.package(name, says, versions)
  for (const thing of fleet.things.items) {
    const firmware = firmwareOf[thing.type?.name ?? '']
    // Some agents are too old to say what they run.
    if (!firmware || shareOf(`unsaid/${thing.name}`) < 0.05) continue
    const version = thing.details.attributes.firmware
    const agent = shareOf(`agent/${thing.name}`) < 0.2 ? '2.3.2' : '2.4.0'
    thing.change({ software: { 'device-agent': agent, ...(version !== undefined && { [firmware]: version }) } })
  }
}
