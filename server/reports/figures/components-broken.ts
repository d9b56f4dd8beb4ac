import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'

// Its cost is that of the components of Greengrass cores.
export default figure({
  title: 'Installed components that are broken or ended in an error',
  path: links.software(),
  // Components are asked for core by core, which succeeds where the cores cannot be listed.
  reads: ['greengrass-cores', 'greengrass-components'],
  narrows: 'groups',
  sql: (scope) => sql`select count(*) filter (where s.lifecycle in ('BROKEN', 'ERRORED')) as value, count(*) as of,
      count(*) filter (where s.lifecycle in ('BROKEN', 'ERRORED')) as failing
    from installed_components s where ${accountIn(scope, sql`s.account_id`)} and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)}`,
})
