import { createHash } from 'node:crypto'
import type { ControlAnswer } from '#contract/reports.ts'
import type { ReportContent } from '../content.ts'

type ReportedControl = ReportContent['controls'][number]

const ourNames = 'urn:fleetwarden:oscal'

// OSCAL knows satisfied or not, and why in one of three words; our five answers stand beside it as a property.
const states: Record<ControlAnswer, { state: 'satisfied' | 'not-satisfied'; reason: 'pass' | 'fail' | 'other' }> = {
  pass: { state: 'satisfied', reason: 'pass' },
  'not-applicable': { state: 'satisfied', reason: 'other' },
  attention: { state: 'not-satisfied', reason: 'fail' },
  fail: { state: 'not-satisfied', reason: 'fail' },
  unknown: { state: 'not-satisfied', reason: 'other' },
}

/** A report as an OSCAL assessment-results document (NIST, model version 1.0.6). Its ids follow from the report's own. */
export function toOscal(content: ReportContent) {
  const uuid = (name: string) => uuidOf(`${content.id} ${name}`)
  return {
    'assessment-results': {
      uuid: uuid('document'),
      metadata: {
        title: line(`Fleetwarden report ${content.number}: ${content.title}`),
        'last-modified': content.asOf,
        version: String(content.number),
        'oscal-version': '1.0.6',
        props: [property('scope', scopeInWords(content))],
      },
      'import-ap': { href: `#${uuid('plan')}` },
      results: [
        {
          uuid: uuid('result'),
          title: line(content.title),
          description: `What the facts of the fleet said of ${content.controls.length} controls at ${content.asOf}, and what people vouched for.`,
          start: content.asOf,
          end: content.asOf,
          'reviewed-controls': { 'control-selections': [reviewed(content)] },
          ...someOf(
            'observations',
            content.controls.flatMap((control) => observations(control, content, uuid)),
          ),
          ...someOf(
            'findings',
            content.controls.map((control) => finding(control, uuid)),
          ),
          ...(content.notes.length > 0 && { remarks: content.notes.join('\n\n') }),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: uuid('plan'),
            title: 'Assessment plan',
            description: 'Controls are judged continuously by rules of the product; no separate plan is written.',
          },
        ],
      },
    },
  }
}

// The model wants at least one of each list that is there.
const someOf = <Item>(name: string, items: readonly Item[]) => (items.length > 0 ? { [name]: items } : {})

const reviewed = ({ controls }: ReportContent) =>
  controls.length === 0
    ? { 'include-all': {} }
    : { 'include-controls': controls.map(({ control }) => ({ 'control-id': control })) }

function observations(control: ReportedControl, { asOf }: ReportContent, uuid: (name: string) => string) {
  const { attestation } = control
  const facts = control.evidence.map(({ says, value, of, at, path, query }, place) => ({
    uuid: uuid(`evidence ${control.control} ${place}`),
    title: line(says),
    description: value === null ? `${says}: not known.` : `${says}: ${value}${of === null ? '' : ` of ${of}`}.`,
    ...(query !== null && { props: [property('query', query)] }),
    methods: ['TEST'],
    collected: at ?? asOf,
    ...(path !== null && { 'relevant-evidence': [{ href: path, description: 'Where the console shows it' }] }),
  }))
  if (!attestation) return facts
  const vouched = {
    uuid: uuid(`attestation ${control.control}`),
    title: 'A person vouches for it',
    description: `${attestation.owner.name}: ${attestation.statement}`,
    methods: ['INTERVIEW'],
    collected: attestation.reviewedAt,
    expires: attestation.expiresAt,
  }
  return [...facts, vouched]
}

function finding(control: ReportedControl, uuid: (name: string) => string) {
  const seen = [
    ...control.evidence.map((_, place) => uuid(`evidence ${control.control} ${place}`)),
    ...(control.attestation ? [uuid(`attestation ${control.control}`)] : []),
  ]
  return {
    uuid: uuid(`finding ${control.control}`),
    title: line(control.title),
    description: `${control.about}\n\n${control.reason}.`,
    props: [
      property('answer', control.answer),
      property('kind', control.kind),
      property('failing-items', String(control.failing)),
      ...control.clauses.map(({ framework, id, verified }) =>
        property(verified ? 'clause' : 'clause-not-verified', `${framework} ${id}`),
      ),
    ],
    target: {
      type: 'objective-id',
      'target-id': control.control,
      status: { ...states[control.answer], remarks: control.reason },
    },
    ...someOf(
      'related-observations',
      seen.map((one) => ({ 'observation-uuid': one })),
    ),
  }
}

const property = (name: string, value: string) => ({ name, ns: ourNames, value: line(value) })

// Titles and values are one line without space around it, and never empty.
const line = (text: string) => text.replace(/\s+/g, ' ').trim() || '-'

const scopeInWords = ({ scope: { accounts, groups } }: ReportContent) =>
  `${accounts.map(({ awsAccountId, region }) => `${awsAccountId} ${region}`).join(', ') || 'no account'}; ${groups.length === 0 ? 'all things' : `groups ${groups.join(', ')}`}`

/** A UUID of version 5's form that follows from a name. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
