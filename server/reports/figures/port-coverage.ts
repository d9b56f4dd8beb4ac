import { links } from '#contract/links.ts'
import { figure } from '../figure.ts'
import { watchedThings } from './parts/profiles.ts'

export default figure({
  title: 'Things whose open ports are watched',
  path: links.profiles(),
  reads: ['things', 'device-reports'],
  narrows: 'groups',
  sql: (scope) =>
    watchedThings(scope, [
      'aws:num-listening-tcp-ports',
      'aws:num-listening-udp-ports',
      'aws:listening-tcp-ports',
      'aws:listening-udp-ports',
    ]),
})
