import { links } from '#contract/links.ts'
import { figure } from '../figure.ts'
import { accountsTelling } from './parts/told.ts'

export default figure({
  title: 'Accounts whose findings reach somebody',
  path: links.notifications(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) => accountsTelling(scope, 'finding'),
})
