import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'

const provider = 'aws.greengrass.crypto.Pkcs11Provider'

export default figure({
  title: 'Greengrass cores with the provider of hardware keys',
  path: links.software({ package: provider }),
  reads: ['greengrass-cores', 'greengrass-components'],
  narrows: 'groups',
  sql: (scope) => sql`select count(s.thing) as value, count(*) as of from greengrass_cores c
    left join installed_components s on s.account_id = c.account_id and s.thing = c.thing and s.name = ${provider}
    where ${accountIn(scope, sql`c.account_id`)} and c.gone_at is null and ${thingNamedIn(scope, sql`c.account_id`, sql`c.thing`)}`,
})
