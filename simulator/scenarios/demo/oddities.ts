import { epoch, type FleetBuilder } from '../fleet-builder.ts'

/** Things that are legal but seldom thought of. */
export function addOddities(build: FleetBuilder) {
  const longest =
    `commissioning-record-of-the-hamburg-plant-line-1-with-a-name-as-long-as-it-may-be-${'x'.repeat(128)}`.slice(0, 128)
  build.thing(longest, { attributes: { note: 'kept for the auditors' } })
  build.thing('workshop:bench_01', { attributes: { owner: 'Åsa Öberg', site: 'Göteborg 🏭' } })
  build.thing('untyped-spare', { attributes: {} })
  const tracker = build.fleet.types.get('asset-tracker')
  if (tracker) tracker.deprecatedAt = epoch(build.daysAgo(120))
}
