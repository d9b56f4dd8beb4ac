import { severity } from '#contract/incidents.ts'
import { readDocument } from '../evaluate/document.ts'
import type { Found, Lint, PolicyFacts, Readable } from './rule.ts'
import { denials } from './rules/denials.ts'
import { grammar } from './rules/grammar.ts'
import { housekeeping } from './rules/housekeeping.ts'
import { latentVersions } from './rules/latent-versions.ts'
import { permissions } from './rules/permissions.ts'
import { wildcards } from './rules/wildcards.ts'

/**
 * What there is to say about a policy, worst first. Only the default version decides on live access; the others are looked
 * at for what they would allow. Pure, and never throws, whatever the documents are.
 */
export function lintPolicy(facts: PolicyFacts): Lint[] {
  const standard = facts.versions.find(({ isDefault }) => isDefault)
  const read = standard && readDocument(standard.document)
  const found: { found: Found; version: string | null }[] = housekeeping(facts).map((one) => ({
    found: one,
    version: null,
  }))
  const say = (all: Found[], version: string) => found.push(...all.map((one) => ({ found: one, version })))
  if (standard && read && 'unreadable' in read) say([unparsable(read.unreadable)], standard.versionId)
  let permissive: Found[] = []
  if (standard && read && 'statements' in read) {
    const document: Readable = { ...read, text: standard.document, versionId: standard.versionId }
    permissive = permissions(document, facts)
    for (const rule of [wildcards, denials, grammar]) say(rule(document, facts, permissive), standard.versionId)
    say(permissive, standard.versionId)
  }
  for (const { version, ...one } of latentVersions(facts, permissive)) say([one], version)
  return found
    .map(({ found: one, version }): Lint => ({ ...nothing, ...one, version }))
    .sort((a, b) => rank(a) - rank(b) || (a.statement ?? -1) - (b.statement ?? -1))
}

const rank = (lint: Lint) => severity.options.indexOf(lint.severity)

const nothing = { statement: null, path: null, found: null, rewrite: null, breaks: null, audit: null }

const unparsable = (why: string): Found => ({
  rule: 'unparsable-document',
  severity: 'high',
  title: 'Its document cannot be read',
  explanation: `${why} What it allows or denies cannot be told, so nothing is said of the devices it is attached to.`,
})
