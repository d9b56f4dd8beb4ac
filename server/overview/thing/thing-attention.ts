import { confidenceInWords } from '#contract/confidence.ts'
import type { FindingSummary } from '#contract/findings.ts'
import type { IncidentSummary } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import type { ThingAttention } from '#contract/overview.ts'
import { listViolations } from '#server/behaviours/queries/violations.ts'
import { listFindings } from '#server/findings/queries/list-findings.ts'
import { getThing } from '#server/fleet/queries/get-thing.ts'
import { causes } from '#server/incidents/pack/document.ts'
import { listIncidents } from '#server/incidents/queries/list-incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { severities } from '../severities.ts'
import { notesOn, unreadOf } from './notes.ts'
import { stuckDeployments } from './stuck-deployments.ts'
import { unjudgedOf } from './unjudged.ts'

type Item = ThingAttention['items'][number]

// A thing has few of each; whoever has more is led to the list.
const most = 20

/**
 * Everything that asks for a person about one thing, as one list; and what nobody could look at. What a finding says, no note
 * says again, nor does an alarm whose finding is there: a suppressed one stands for them, too.
 */
export async function thingAttention(
  context: Context,
  { account, name }: { account: number; name: string },
): Promise<ThingAttention> {
  const of = { account, thing: name, limit: most }
  const thing = await getThing(context, { account, name })
  const [incidents, findings, suppressed, violations, stuck, unjudged] = await Promise.all([
    listIncidents(context, { ...of, open: true }),
    listFindings(context, of),
    listFindings(context, { ...of, state: 'suppressed' }),
    listViolations(context, { account, device: name, state: 'in-alarm', limit: most }),
    stuckDeployments(context, { account, name }),
    unjudgedOf(context, thing),
  ])
  const hidden = suppressed.items.length
  const told = [...findings.items, ...suppressed.items]
  const toldIds = new Set(told.map(({ id }) => id))
  const items: Item[] = [
    ...incidents.items.map(ofIncident),
    ...more(incidents, 'incidents', links.incidents({ account, thing: name })),
    ...findings.items.map(ofFinding),
    ...more(findings, 'findings', links.findings({ account, thing: name })),
    ...violations.items
      .filter(({ finding }) => finding === null || !toldIds.has(finding))
      .map(
        ({ id, severity, profile, behaviour, startedAt }): Item => ({
          ...{
            id: `alarm-${id}`,
            severity,
            at: startedAt,
            href: links.behaviours({ account, device: name, open: id }),
          },
          title: `In alarm: ${behaviour}`,
          detail: `It does what the security profile ${profile} says is not normal.`,
        }),
      ),
    ...more(violations, 'alarms', links.behaviours({ account, device: name })),
    ...stuck,
    ...notesOn(thing)
      .filter(({ saidBy }) => !told.some(({ check }) => saidBy.includes(check)))
      .map(({ saidBy: _, ...note }) => note),
    ...(hidden === 0 ? [] : [ofSuppressed({ account, name }, hidden, suppressed.nextCursor !== null)]),
  ]
  return {
    items: items.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
    unknown: [...unreadOf(thing), ...unjudged],
  }
}

function ofIncident({ id, number, severity, cause, confidence, active, lastAt, kicks }: IncidentSummary): Item {
  const sure = ['undecided', 'finding'].includes(cause) ? '' : `, ${confidenceInWords({ cause, confidence })}`
  const goesOn = active ? ' It goes on.' : ''
  const taken = kicks > 0 ? ` ${kicks} take-over${kicks === 1 ? '' : 's'}.` : ''
  return {
    ...{ id: `incident-${id}`, severity, at: lastAt, href: links.incident(id) },
    title: `Incident ${number} is open`,
    detail: `${causes[cause]}${sure}.${taken}${goesOn}`,
  }
}

const kinds: Partial<Record<FindingSummary['subjectKind'], string>> = { certificate: 'Certificate', policy: 'Policy' }

function ofFinding({ id, severity, title, detail, openedAt, subjectKind, subject }: FindingSummary): Item {
  const kind = kinds[subjectKind]
  const short =
    subjectKind === 'certificate' && subject.length > 20 ? `${subject.slice(0, 8)}…${subject.slice(-8)}` : subject
  return {
    ...{ id: `finding-${id}`, severity, title, at: openedAt, href: links.finding(id) },
    detail: kind ? `${kind} ${short}: ${detail}` : detail,
  }
}

/** What is beyond the first of a list is as grave as the last of those that are shown, or less. */
function more(
  page: { items: { severity: Item['severity'] }[]; nextCursor: string | null },
  what: string,
  href: string,
) {
  const last = page.items.at(-1)
  if (page.nextCursor === null || !last) return []
  const item: Item = {
    ...{ id: `more-${what}`, severity: last.severity, at: null, href },
    title: `More ${what} are open`,
    detail: `These are the first ${page.items.length}; the list has all of them.`,
  }
  return [item]
}

function ofSuppressed({ account, name }: { account: number; name: string }, count: number, capped: boolean): Item {
  return {
    ...{ id: 'suppressed', severity: 'info', at: null },
    href: links.findings({ account, thing: name, state: 'suppressed' }),
    title: `${capped ? 'At least ' : ''}${count} finding${count === 1 ? ' is' : 's are'} suppressed`,
    detail: 'Somebody decided to hide them. They are so all the same.',
  }
}
