import type { Severity } from '#contract/incidents.ts'
import type { LintRule } from '#contract/policy-lints.ts'
import type { ReadDocument } from '../evaluate/document.ts'

/** What the linter knows of one policy. Only the documents are needed; null is what is not known, and nothing is said of it. */
export type PolicyFacts = {
  name: string
  awsAccountId: string
  region: string
  /** Versions that AWS still has. */
  versions: { versionId: string; isDefault: boolean; document: string }[]
  /** How many certificates, groups and identities it is attached to. */
  targets: number | null
  /** The most policies that any certificate has to which this one is attached. */
  mostOnOneCertificate: number | null
  /** The name of its one holder, where it is attached to one certificate of one thing; what bears that name is the device's own. */
  onlyThing?: string | null
  /** Patterns of it that reach things of several values of an attribute which parts sites or tenants, as measured. */
  crossings: { pattern: string; attribute: string; values: number }[] | null
}

/** One thing to say about a policy. */
export type Lint = {
  rule: LintRule
  severity: Severity
  title: string
  explanation: string
  /** The version it is about; null when it is about the policy. */
  version: string | null
  /** The statement, from 0, and where in the document; null when it is about the whole of it. */
  statement: number | null
  path: string | null
  /** What it found there, as the document has it. */
  found: string | null
  /** The default version's document with this put right; null when there is no obvious one. */
  rewrite: string | null
  /** Whom the rewrite could keep out: devices whose client IDs are not their things' names, or nobody we could name. */
  breaks: 'client-ids' | null
  /** The audit check of Device Defender that says the same. */
  audit: 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK' | 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK' | null
}

/** A document that could be read, with its text. */
export type Readable = ReadDocument & { text: string; versionId: string }

/** What a rule finds: everything that is not said is as it is for a whole policy. */
export type Found = Omit<Lint, 'version' | 'statement' | 'path' | 'found' | 'rewrite' | 'breaks' | 'audit'> &
  Partial<Pick<Lint, 'statement' | 'path' | 'found' | 'rewrite' | 'breaks' | 'audit'>>
