import { z } from 'zod'
import type { CoverageItem } from '#contract/findings.ts'
import { auditChecks } from '../audit-checks.ts'
import { item, only, type Watched } from './item.ts'

const configuration = z.object({
  auditCheckConfigurations: z.record(z.string(), z.object({ enabled: z.boolean().default(false) })).default({}),
})
const schedule = z.object({ frequency: z.string().optional(), targetCheckNames: z.array(z.string()).default([]) })

/** Whether AWS audits the account: which checks are on, and whether anything runs them. */
export function auditCoverage(watched: Watched): CoverageItem[] {
  const settings = only(watched, 'audit-configuration')
  const parsed = configuration.safeParse(settings?.facts)
  if (!settings || !parsed.success) {
    return [
      item(watched, {
        ...{ id: 'audit', area: 'audits', state: 'unknown', title: 'Device Defender Audit' },
        detail: settings ? 'Its configuration has a shape we do not know.' : 'Its configuration has not been read yet.',
        at: settings?.seenAt ?? null,
      }),
    ]
  }
  const set = parsed.data.auditCheckConfigurations
  const names = [...new Set([...Object.keys(auditChecks), ...Object.keys(set)])].sort()
  const off = names.filter((name) => !set[name]?.enabled)
  const scheduled = scheduledChecks(watched)
  return [
    item(watched, {
      ...{ id: 'audit', area: 'audits', title: 'Audit checks of Device Defender', at: settings.seenAt },
      state: off.length === 0 ? 'on' : off.length === names.length ? 'off' : 'partly',
      detail: `${names.length - off.length} of ${names.length} checks are on.`,
    }),
    ...(off.length === names.length
      ? [
          item(watched, {
            ...{ id: 'audit all', area: 'audits', state: 'off', at: settings.seenAt, title: 'Every audit check' },
            detail: 'None is on: nothing that AWS looks for counts as compliant.',
            step: 'Turn them on.',
            command: turnOn(watched, off),
          }),
        ]
      : off.map((name) =>
          item(watched, {
            ...{ id: `audit ${name}`, area: 'audits', state: 'off', at: settings.seenAt },
            title: auditChecks[name]?.title ?? name,
            detail: `The audit check ${name} is off: nothing it looks for counts as compliant.`,
            step: 'Turn the check on.',
            command: turnOn(watched, [name]),
          }),
        )),
    ...names
      .filter((name) => set[name]?.enabled && !scheduled.has(name))
      .map((name) =>
        item(watched, {
          ...{ id: `schedule ${name}`, area: 'audits', state: 'partly', at: settings.seenAt },
          title: auditChecks[name]?.title ?? name,
          detail: `The audit check ${name} is on, and no schedule runs it.`,
          step: 'Add it to a scheduled audit.',
          command: `aws iot create-scheduled-audit --region ${watched.region} --scheduled-audit-name daily-${name.toLowerCase().replaceAll('_', '-')} --frequency DAILY --target-check-names ${name}`,
        }),
      ),
  ]
}

function turnOn({ region }: Watched, names: readonly string[]): string {
  const set = Object.fromEntries(names.map((name) => [name, { enabled: true }]))
  return `aws iot update-account-audit-configuration --region ${region} --audit-check-configurations '${JSON.stringify(set)}'`
}

function scheduledChecks({ objects }: Watched): Set<string> {
  const schedules = objects.get('scheduled-audit') ?? []
  return new Set(schedules.flatMap(({ facts }) => schedule.safeParse(facts).data?.targetCheckNames ?? []))
}
