import { links } from '#contract/links.ts'
import { figure } from '../figure.ts'
import { accountsTelling } from './parts/told.ts'

export default figure({
  title: 'Accounts whose incidents reach somebody',
  path: links.notifications(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) => accountsTelling(scope, 'incident'),
})
