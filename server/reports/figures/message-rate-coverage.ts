import { links } from '#contract/links.ts'
import { figure } from '../figure.ts'
import { watchedThings } from './parts/profiles.ts'

export default figure({
  title: 'Things whose rate of connecting or sending is watched',
  path: links.profiles(),
  reads: ['things', 'message-log'],
  narrows: 'groups',
  sql: (scope) =>
    watchedThings(scope, ['aws:num-connection-attempts', 'aws:num-messages-sent', 'aws:num-messages-received']),
})
