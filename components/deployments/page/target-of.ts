import { links } from '#contract/links.ts'

/** What a target's ARN names, with the page of it: a thing, a group, or the text as it is. */
export function targetOf(account: number, arn: string): { noun: string; name: string; href?: string } {
  const [, kind, name] = /:(thinggroup|thing)\/(.+)$/.exec(arn) ?? []
  if (kind === 'thing' && name) return { noun: 'Thing', name, href: links.thing(account, name) }
  if (kind === 'thinggroup' && name) return { noun: 'Group', name, href: links.fleet({ account, group: name }) }
  return { noun: 'Target', name: arn }
}
