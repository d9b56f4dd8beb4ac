import { links } from '#contract/links.ts'
import { figure } from '../figure.ts'
import { watchedThings } from './parts/profiles.ts'

export default figure({
  title: 'Things that a behaviour rule watches',
  path: links.profiles(),
  reads: ['things'],
  narrows: 'groups',
  sql: (scope) => watchedThings(scope),
})
