import { attachCertificate, attachPolicy, joinGroup } from '../fleet/attachments.ts'
import { everythingIndexed, packagesIndexed } from '../fleet/indexing.ts'
import { shareOf } from '../fleet/jobs/fate.ts'
import { homeAccount } from '../world.ts'
import { EcKey } from '../x509/ec-key.ts'
import { FleetBuilder } from './fleet-builder.ts'
import type { Scenario } from './scenario.ts'

const count = 300
const longName = 128
const attributeCount = 50

/** Values that break what trusts them: markup, spreadsheet formulas, SQL, odd scripts, invisible characters. */
const nasty = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://example.invalid","click")',
  '+1+cmd|calc',
  '-2+3',
  '@SUM(A1:A9)',
  "'; DROP TABLE things; --",
  '$' + '{jndi:ldap://example.invalid}',
  '{{constructor}}',
  '../../etc/passwd',
  'naïve café Ωμέγα',
  'температура',
  '温度センサー',
  'مستشعر الحرارة',
  '👩🏽‍🚒🔥',
  'right-to-left \u202egnp.exe',
  'zero\u200bwidth\u200bspace',
  'line\nbreak and\ttab',
  'comma, "quote" and; semicolon',
  '\ud83d lone surrogate',
  'NULL',
  'undefined',
  '0',
  ' leading and trailing ',
  'x'.repeat(800),
]

/** A fleet whose every text is out to hurt. Real AWS would refuse some of these values; other servers do not. */
const hostile: Scenario = (world) => {
  const { seed, bornAt } = world.options
  const fleet = world.fleet(homeAccount.id, homeAccount.region)
  fleet.indexing = { ...everythingIndexed(), ...packagesIndexed }
  const build = new FleetBuilder(fleet, bornAt, seed)
  const { dice } = build
  const ca = build.ca(
    [
      ['O', '=1+1'],
      ['CN', '<b>Hostile & Sons</b> "CA"'],
    ],
    {
      status: 'ACTIVE',
      autoRegistration: 'ENABLE',
      ageDays: 900,
      endsInDays: 5,
    },
  )
  const type = build.type(`type-${'t'.repeat(longName)}`.slice(0, longName), nasty[0] ?? '', [])
  const groups = nasty
    .slice(0, 8)
    .map((text, index) => build.group(`group-${index}-${'g'.repeat(longName)}`.slice(0, longName), text))
  const policy = build.policy('policy+with=odd,chars.@-_', { Version: '2012-10-17', Statement: [], Id: nasty[0] })
  for (let index = 0; index < count; index++) {
    const name = `${index}:_-${'n'.repeat(longName)}`.slice(0, dice.strikes(0.5) ? longName : 12)
    const names = Array.from(
      { length: attributeCount },
      (_, place) => `${dice.pick(['größe', 'キー', 'a.b', 'key'])}${place}`,
    )
    const thing = build.thing(name, { attributes: Object.fromEntries(names.map((key) => [key, dice.pick(nasty)])) })
    thing.type = type
    for (const group of groups.slice(0, dice.between(0, groups.length))) joinGroup(thing, group)
    const certificate = build.certificate({
      issuer: ca.authority,
      ca: ca.record,
      subject: [
        ['O', dice.pick(nasty)],
        ['CN', dice.pick(nasty).slice(0, 200)],
      ],
      key: new EcKey(`${seed}/hostile/${index}`),
      createdDaysAgo: dice.between(1, 800),
      notAfter: build.inDays(dice.pick([-4000, -1, 0, 1, 30, 20_000])),
      notBefore: build.daysAgo(dice.pick([4100, 10, -5])),
    })
    attachCertificate(fleet, thing, certificate)
    attachPolicy(certificate, policy)
    if (index % 2) thing.change({ software: { 'constructor.firmware': dice.pick(nasty) } })
  }
  rollOut(build)
}

/** Two jobs whose every text is foul, too; their devices fail, and say so in the same manner. */
function rollOut(build: FleetBuilder) {
  const { fleet } = build
  for (const [index, description] of nasty.slice(0, 2).entries()) {
    fleet.jobs.create({
      ...{ id: `job-${index}-${'j'.repeat(58)}`.slice(0, 64), description, document: nasty.join('\n') },
      ...{ targets: [fleet.arn('thinggroup', fleet.groups.items[0]?.name ?? '')], targetSelection: 'SNAPSHOT' },
      createdAt: build.daysAgo(2 + index).getTime(),
      script: ({ name }) => {
        const reason = nasty[Math.floor(shareOf(name) * nasty.length)] ?? ''
        const fate = { anyway: true, startsAfter: 1000, runs: 1000, begins: {} } as const
        return { ...fate, ends: 'FAILED', says: { [`${reason} key`.slice(0, 128)]: reason, reason } }
      },
    })
  }
}

export default hostile
