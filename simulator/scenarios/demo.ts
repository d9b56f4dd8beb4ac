import { everythingIndexed, packagesIndexed } from '../fleet/indexing.ts'
import { defaultLogGroup, loggingOf } from '../fleet/logging.ts'
import { homeAccount, secondAccount } from '../world.ts'
import { auditDaily } from './demo/audits.ts'
import { giveCores } from './demo/cores.ts'
import { watchBehaviour } from './demo/detect.ts'
import { demoDevices } from './demo/devices.ts'
import { giveJobs } from './demo/jobs.ts'
import { addOddities } from './demo/oddities.ts'
import { stockPackages } from './demo/packages.ts'
import { demoPolicies } from './demo/policies.ts'
import { demoAuthorities, demoProducts } from './demo/products.ts'
import { rollOut } from './demo/rollouts.ts'
import { setUpAccount } from './demo/settings.ts'
import { demoCrossGroups, demoSites } from './demo/sites.ts'
import { tellStories } from './demo/stories.ts'
import { causeTroubles } from './demo/troubles.ts'
import { showWeaknesses } from './demo/weaknesses.ts'
import { FleetBuilder } from './fleet-builder.ts'
import type { Scenario } from './scenario.ts'
import { smallFleet } from './small-fleet.ts'

/** Where the home account has the credentials logged that were refused. */
const refusals = '/halden/iot/refused-credentials'

/** An instrument maker's fleet of about two thousand devices, the healthy and the unhealthy mixed as in life. */
const demo: Scenario = (world) => {
  const { seed, bornAt } = world.options
  const fleet = world.fleet(homeAccount.id, homeAccount.region)
  fleet.indexing = { ...everythingIndexed(), ...packagesIndexed }
  fleet.logging = loggingOf(fleet.account, [
    { eventType: 'Connect', logLevel: 'INFO' },
    { eventType: 'Disconnect', logLevel: 'INFO' },
    { eventType: 'Connection.AuthNError', logLevel: 'ERROR', logDestination: refusals },
  ])
  for (const name of [defaultLogGroup, refusals, '/halden/ingest']) fleet.logs.open(name, bornAt.getTime())
  const build = new FleetBuilder(fleet, bornAt, seed)
  const policies = demoPolicies(build)
  const cas = demoAuthorities(build, world.amazon)
  const products = demoProducts(build, cas, policies)
  const sites = demoSites(build)
  const { canary, quarantine } = demoCrossGroups(build)
  const billing = ['operations', 'field-service', 'pilot-customers'].map((name) =>
    build.billingGroup(name, `Paid by ${name}`),
  )
  const devices = demoDevices(build, products, { sites, canary, billing })
  causeTroubles({ build, devices, cas, policies, quarantine })
  addOddities(build)
  tellStories(build)
  giveJobs(build)
  setUpAccount(build)
  showWeaknesses(build, cas)
  auditDaily(build)
  watchBehaviour(build)
  stockPackages(build)
  rollOut(build)
  giveCores(build)
  smallFleet(world.fleet(secondAccount.id, secondAccount.region), bornAt, seed)
}

export default demo
