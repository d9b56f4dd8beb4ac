import { causeWords } from '#components/incidents/words.ts'
import type { Severity } from '#contract/incidents.ts'
import type { NotificationRule } from '#contract/notifications.ts'

type About = NotificationRule['about'][number]

export const aboutWords: Record<About, { word: string; meaning: string }> = {
  incident: { word: 'incidents', meaning: 'opened, open again, or more severe' },
  finding: { word: 'findings', meaning: 'new or back, high and critical; one message for each check' },
  run: { word: 'response runs', meaning: 'waiting for approval, or not contained in time' },
  feed: { word: 'feeds', meaning: 'lost their credentials or a permission' },
  deployment: { word: 'deployments', meaning: 'that stall or fail' },
  trail: { word: 'the trail', meaning: 'broken' },
  mention: { word: 'mentions', meaning: 'in comments; e-mail goes to the person' },
}

export const abouts = Object.keys(aboutWords) as About[]

export const severityWords: Record<Severity, string> = {
  critical: 'Critical only',
  high: 'High and above',
  medium: 'Medium and above',
  low: 'Low and above',
  info: 'Everything',
}

type Names = { channel: string; account: (id: number) => string }

/** A rule as one says it. */
export function ruleInWords(rule: NotificationRule, names: Names): string {
  const { minSeverity, about, causes, accounts, drills, groupMinutes, quietFrom, quietTo } = rule
  const parts = [
    severityWords[minSeverity],
    `about ${listed(about.map((one) => aboutWords[one].word))}`,
    ...(causes.length ? [`of ${listed(causes.map((one) => `“${causeWords[one].word}”`))}`] : []),
    ...(accounts.length ? [`in ${listed(accounts.map(names.account))}`] : []),
    `to ${names.channel}`,
    groupMinutes ? `grouped for ${spanOf(groupMinutes)}` : 'each at once',
    ...(quietFrom && quietTo ? [`quiet ${quietFrom}–${quietTo} UTC except critical`] : []),
    ...(drills ? ['exercises too'] : []),
  ]
  return parts.join(', ')
}

const spanOf = (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`)

function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
