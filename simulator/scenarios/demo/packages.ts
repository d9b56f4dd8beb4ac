import { days } from '../../clock.ts'
import { shareOf } from '../../fleet/jobs/fate.ts'
import { Named } from '../../fleet/named.ts'
import type { PackageVersion } from '../../fleet/software.ts'
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
  for (const [name, { says, versions }] of Object.entries(catalog)) {
    const listed = new Named<PackageVersion>()
    for (const [index, version] of versions.entries())
      listed.add(versionOf(build, { name, version, ageDays: oldest(index) }))
    const createdAt = build.daysAgo(oldest(0)).getTime()
    const defaultVersion = versions.findLast(isReleased)
    fleet.software.packages.add({
      ...{ name, description: says, defaultVersion, versions: listed },
      ...{ createdAt, modifiedAt: createdAt + days(400) },
    })
  }
  for (const thing of fleet.things.items) {
    const firmware = firmwareOf[thing.type?.name ?? '']
    // Some agents are too old to say what they run.
    if (!firmware || shareOf(`unsaid/${thing.name}`) < 0.05) continue
    const version = thing.details.attributes.firmware
    const agent = shareOf(`agent/${thing.name}`) < 0.2 ? '2.3.2' : '2.4.0'
    thing.change({ software: { 'device-agent': agent, ...(version !== undefined && { [firmware]: version }) } })
  }
}

const oldest = (index: number) => 700 - index * 220

const isReleased = (version: string) => !version.includes('-')

interface Release {
  name: string
  version: string
  ageDays: number
}

function versionOf(build: FleetBuilder, { name, version, ageDays }: Release): PackageVersion {
  const at = build.daysAgo(ageDays).getTime()
  const stored = (key: string) => ({ bucket: 'halden-releases', key: `${name}/${version}/${key}`, version: '1' })
  return {
    name: version,
    description: `${name} ${version}`,
    status: !isReleased(version) ? 'DRAFT' : ageDays >= oldest(0) ? 'DEPRECATED' : 'PUBLISHED',
    attributes: { signed: 'yes' },
    artifact: stored('image.bin'),
    sbom: isReleased(version) ? stored('sbom.zip') : undefined,
    createdAt: at,
    modifiedAt: at,
  }
}
