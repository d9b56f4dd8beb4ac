import { catchUp } from '../../audit/run.ts'
import { firstRun, weekDays } from '../../audit/schedules.ts'
import type { Schedule } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { oneOf, required, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, invalidRequest, limitExceeded, notFound } from '../refuse.ts'
import { enabledCheck, paging } from './audit-tasks.ts'
import type { IotHandlers } from './handlers.ts'

const maxSchedules = 5
const frequencies = ['DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY'] as const

export const auditSchedules: IotHandlers = {
  ListScheduledAudits(input, { fleet }) {
    const known = inPresentOrder([...fleet.audits.schedules.values()])
    const { items, next } = paginate(input, known, { operation: 'ListScheduledAudits', ...paging })
    return {
      scheduledAudits: items.map(({ name, ...schedule }) => ({ ...named(fleet, name), ...days(schedule) })),
      nextToken: next,
    }
  },

  DescribeScheduledAudit({ scheduledAuditName }, { fleet }) {
    const schedule = find(fleet, scheduledAuditName)
    return { ...named(fleet, schedule.name), ...days(schedule), targetCheckNames: [...schedule.checks] }
  },

  CreateScheduledAudit(input, { fleet }) {
    const { schedules } = fleet.audits
    const name = text(input.scheduledAuditName, 'scheduledAuditName', rules.auditName)
    if (schedules.has(name)) throw alreadyExists(`Scheduled audit ${name} already exists`)
    if (schedules.size >= maxSchedules) throw limitExceeded(`An account may have ${maxSchedules} scheduled audits`)
    const schedule = checked(fleet, name, {
      ...input,
      targetCheckNames: required(input.targetCheckNames, 'targetCheckNames'),
    })
    schedules.set(name, schedule)
    return { scheduledAuditArn: fleet.arn('scheduledaudit', name) }
  },

  UpdateScheduledAudit(input, { fleet }) {
    catchUp(fleet)
    const { name, frequency, dayOfMonth, dayOfWeek, checks } = find(fleet, input.scheduledAuditName)
    const targetCheckNames = input.targetCheckNames ?? [...checks]
    // A new frequency brings its own day.
    const kept = input.frequency ? {} : { frequency, dayOfMonth, dayOfWeek }
    const wanted = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
    fleet.audits.schedules.set(name, checked(fleet, name, { ...kept, ...wanted, targetCheckNames }))
    return { scheduledAuditArn: fleet.arn('scheduledaudit', name) }
  },

  DeleteScheduledAudit({ scheduledAuditName }, { fleet }) {
    catchUp(fleet)
    fleet.audits.schedules.delete(find(fleet, scheduledAuditName).name)
    return {}
  },
}

interface Wanted {
  frequency?: string | undefined
  dayOfMonth?: string | undefined
  dayOfWeek?: string | undefined
  targetCheckNames: string[]
}

/** Weeks need a day of the week, months a day of the month. */
function checked(fleet: Fleet, name: string, { dayOfMonth, dayOfWeek, ...wanted }: Wanted): Schedule {
  const frequency = oneOf(wanted.frequency, 'frequency', frequencies)
  const needsWeekDay = frequency === 'WEEKLY' || frequency === 'BIWEEKLY'
  if (frequency === 'MONTHLY' && !/^([1-9]|[12][0-9]|3[01]|LAST)$/.test(dayOfMonth ?? '')) {
    throw invalidRequest('dayOfMonth must be 1 to 31 or LAST')
  }
  const schedule = {
    name,
    frequency,
    checks: wanted.targetCheckNames.map((check) => enabledCheck(fleet, check)),
    dayOfMonth: frequency === 'MONTHLY' ? dayOfMonth : undefined,
    dayOfWeek: needsWeekDay ? oneOf(dayOfWeek, 'dayOfWeek', weekDays) : undefined,
  }
  return { ...schedule, nextAt: firstRun(schedule, fleet.clock.now()) }
}

function find({ audits }: Fleet, name: string | undefined): Schedule {
  const schedule = audits.schedules.get(required(name, 'scheduledAuditName'))
  if (!schedule) throw notFound(`Scheduled audit ${name} not found`)
  return schedule
}

const named = (fleet: Fleet, name: string) => ({
  scheduledAuditName: name,
  scheduledAuditArn: fleet.arn('scheduledaudit', name),
})

const days = ({ frequency, dayOfMonth, dayOfWeek }: Pick<Schedule, 'frequency' | 'dayOfMonth' | 'dayOfWeek'>) => ({
  frequency,
  ...(dayOfMonth !== undefined && { dayOfMonth }),
  ...(dayOfWeek !== undefined && { dayOfWeek }),
})
