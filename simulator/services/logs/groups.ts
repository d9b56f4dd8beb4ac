import type { Fleet } from '../../fleet/fleet.ts'
import type { LogGroup } from '../../fleet/log-group.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { paginate } from '../paginate.ts'
import type { LogsHandlers } from './handlers.ts'
import { invalidParameter, noSuchGroup } from './refuse.ts'

const maxGroups = 50

export const logGroups: LogsHandlers = {
  DescribeLogGroups({ nextToken, limit, logGroupNamePrefix: prefix, logGroupNamePattern: part }, { fleet }) {
    if (prefix !== undefined && part !== undefined) {
      throw invalidParameter('logGroupNamePrefix and logGroupNamePattern cannot both be specified')
    }
    const wanted = fleet.logs.items.filter(
      ({ name }) => name.startsWith(prefix ?? '') && name.toLowerCase().includes((part ?? '').toLowerCase()),
    )
    const options = { operation: `DescribeLogGroups${prefix}/${part}`, max: maxGroups }
    const { items, next } = paginate({ nextToken, maxResults: limit }, inPresentOrder(wanted), options)
    return { logGroups: items.map((group) => described(fleet, group)), nextToken: next }
  },
}

function described({ account, region }: Fleet, { name, createdAt, size }: LogGroup) {
  const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${name}`
  return {
    logGroupName: name,
    creationTime: createdAt,
    retentionInDays: 30,
    metricFilterCount: 0,
    arn: `${logGroupArn}:*`,
    storedBytes: size * roughBytes,
    logGroupClass: 'STANDARD' as const,
    logGroupArn,
  }
}

const roughBytes = 450

/** A log group by name, or by ARN. Throws ResourceNotFoundException. */
export function findGroup(fleet: Fleet, nameOrArn: string | undefined): LogGroup {
  if (!nameOrArn) throw invalidParameter('A log group must be specified')
  const [, name = nameOrArn] = /^arn:aws[\w-]*:logs:[^:]*:\d*:log-group:([^:]+)/.exec(nameOrArn) ?? []
  const group = fleet.logs.get(name)
  if (!group) throw noSuchGroup()
  return group
}
