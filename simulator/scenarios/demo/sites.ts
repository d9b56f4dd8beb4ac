import { joinGroup } from '../../fleet/attachments.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { ThingGroup } from '../../fleet/thing-group.ts'
import { dynamicMembers } from '../../services/iot/thing-group-changes.ts'
import type { FleetBuilder } from '../fleet-builder.ts'

/** Where devices stand. `place` is what people write into attributes, in their own script. */
export interface Site {
  code: string
  place: string
  zones: ThingGroup[]
}

const regions: Record<string, [code: string, slug: string, place: string][]> = {
  emea: [
    ['ham', 'hamburg', 'Hamburg'],
    ['mmo', 'malmo', 'Malmö'],
    ['zrh', 'zurich', 'Zürich Süd'],
  ],
  amer: [
    ['aus', 'austin', 'Austin'],
    ['mtl', 'montreal', 'Montréal'],
    ['bog', 'bogota', 'Bogotá'],
  ],
  apac: [
    ['ngo', 'nagoya', '名古屋'],
    ['pnq', 'pune', 'पुणे'],
    ['syd', 'sydney', 'Sydney'],
  ],
}

/** Region, site and zone: three levels of static groups. */
export function demoSites(build: FleetBuilder): Site[] {
  return Object.entries(regions).flatMap(([region, sites]) => {
    const top = build.group(region, `All sites in ${region.toUpperCase()}`)
    return sites.map(([code, slug, place]) => {
      const site = build.group(`${region}-${slug}`, place, top)
      const zones = ['line-1', 'line-2', 'warehouse'].map((zone) =>
        build.group(`${site.name}-${zone}`, `${place}, ${zone}`, site),
      )
      return { code, place, zones }
    })
  })
}

/** Groups that cut across sites. */
export function demoCrossGroups(build: FleetBuilder) {
  const canary = build.group('firmware-canary', 'First to receive new firmware')
  const quarantine = build.group('quarantine', 'Cut off until looked at')
  const lowPower = build.group('offline-battery-devices', 'Battery devices that are not connected')
  const query = 'attributes.power:battery AND connectivity.connected:false'
  lowPower.dynamic = dynamicMembers(build.fleet, query)
  build.fleet.dynamicGroups.add(lowPower)
  return { canary, quarantine }
}

export function place(build: FleetBuilder, thing: Thing, site: Site) {
  joinGroup(thing, build.dice.pick(site.zones))
}
