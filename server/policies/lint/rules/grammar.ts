import { deviceActions, everyAction } from '../../evaluate/actions.ts'
import { grammarVersions, type Statement } from '../../evaluate/document.ts'
import { fits, partsOf } from '../../evaluate/pattern.ts'
import type { Found, PolicyFacts, Readable } from '../rule.ts'
import { canApply } from './denials.ts'
import { placeOf } from './permissions.ts'

/** What a document says that does not work as it reads. */
export function grammar(document: Readable, facts: PolicyFacts): Found[] {
  return [
    ...ofDocument(document),
    ...document.statements.flatMap((statement) => [
      ...leftOut(statement),
      ...unknownActions(statement),
      ...unknownVariables(statement),
      ...withoutEffect(statement, facts),
    ]),
  ]
}

function ofDocument({ version, single, statements }: Readable): Found[] {
  const current = grammarVersions[0]
  const variables = statements.some(({ resources }) => resources.some((one) => one.includes('$' + '{')))
  return [
    ...(version === current
      ? []
      : [
          {
            rule: 'grammar-version' as const,
            severity: variables ? ('medium' as const) : ('low' as const),
            title:
              version === null
                ? 'It names no version of the grammar'
                : `It is written in version ${version} of the grammar`,
            explanation: `In IAM's grammar variables are replaced from version ${current} on only${variables ? ', and this document has some' : ''}. Write "Version": "${current}".`,
            path: 'Version',
            found: version,
          },
        ]),
    ...(single
      ? [
          {
            rule: 'single-statement' as const,
            severity: 'info' as const,
            title: 'Its Statement is one object, not an array',
            explanation: 'AWS takes it, and so do we. Tools that expect an array pass over it without a word.',
            path: 'Statement',
          },
        ]
      : []),
  ]
}

function leftOut({ index, effect, inverted }: Statement): Found[] {
  const about = (rule: 'not-action' | 'not-resource', name: string): Found => ({
    rule,
    severity: effect === 'Allow' ? 'high' : 'medium',
    title: `It says ${name}`,
    explanation: `${name} ${effect === 'Allow' ? 'allows' : 'denies'} everything but what it names, also what AWS adds later. AWS does not document it for AWS IoT, so what it does here is not certain: name what is meant.`,
    statement: index,
    path: `Statement[${index}].${name}`,
  })
  return [
    ...(inverted.actions ? [about('not-action', 'NotAction')] : []),
    ...(inverted.resources ? [about('not-resource', 'NotResource')] : []),
  ]
}

/** Greengrass has actions of its own in these policies. */
function unknownActions({ index, actions, source }: Statement): Found[] {
  const strange = actions.findIndex(
    (one) =>
      !/^greengrass:/i.test(one) &&
      !everyAction.some((known) => fits(one.toLowerCase(), known.toLowerCase(), () => null) === 'yes'),
  )
  if (strange < 0) return []
  return [
    {
      rule: 'unknown-action',
      severity: 'low',
      title: 'It names an action that devices do not have',
      explanation: `${actions[strange]} is none of the actions that AWS IoT asks these policies about. It may be misspelt, or meant for an IAM policy.`,
      statement: index,
      path: Array.isArray(source.Action) ? `Statement[${index}].Action[${strange}]` : `Statement[${index}].Action`,
      found: actions[strange] ?? null,
    },
  ]
}

const known =
  /^([*?$]|iot:(ClientId|SourceIp|DomainName|Connection\.Thing\.(ThingName|ThingTypeName|IsAttached|Attributes\[[^\]]+\])|Certificate\.(SerialNumber|AvailableKeys|(Subject|Issuer)\.[\w.]+))|aws:\w+|cognito-identity\.amazonaws\.com:\w+|greengrass:\w+)$/

function unknownVariables(statement: Statement): Found[] {
  const { resources } = statement
  const at = resources.findIndex((one) => unknownIn(one) !== undefined)
  if (at < 0) return []
  return [
    {
      rule: 'unknown-variable',
      severity: 'medium',
      title: 'It has a variable that never has a value',
      explanation: `${unknownIn(resources[at] ?? '')} is no policy variable of AWS IoT, so this resource fits nothing.${statement.effect === 'Deny' ? ' What it should deny is not denied.' : ''}`,
      ...placeOf(statement, at),
    },
  ]
}

const unknownIn = (resource: string) =>
  partsOf(resource).flatMap((part) =>
    'variable' in part && !known.test(part.variable) ? [`$\{${part.variable}}`] : [],
  )[0]

/** An action needs a resource of its kind, in this account and Region: without one its statement says nothing of it. */
function withoutEffect(statement: Statement, facts: PolicyFacts): Found[] {
  const { effect, index, actions, resources, inverted, odd } = statement
  if (odd !== null || inverted.actions || inverted.resources) return []
  const meant = actions.flatMap((one) =>
    everyAction.filter((action) => !/[*?]/.test(one) && action.toLowerCase() === one.toLowerCase()),
  )
  const idle = meant.filter((action) => !resources.some((one) => canApply(one, deviceActions[action], facts)))
  const wild =
    actions.some((one) => /[*?]/.test(one)) &&
    !resources.some((one) => kinds.some((kind) => canApply(one, kind, facts)))
  if (idle.length === 0 && !wild) return []
  const what = idle.length > 0 ? idle.join(', ') : actions.join(', ')
  const kind = idle[0] && deviceActions[idle[0]]
  const deny = effect === 'Deny'
  return [
    {
      rule: deny ? 'deny-nothing' : 'allow-nothing',
      severity: deny ? 'medium' : 'low',
      title: deny ? 'A Deny denies nothing' : 'A part of it allows nothing',
      explanation: kind
        ? `${what} is asked about resources of the kind ${kind} in this account and Region, and the statement has none.`
        : 'No resource of the statement is in this account and Region.',
      statement: index,
      path: `Statement[${index}]`,
      found: what,
    },
  ]
}

const kinds = [...new Set(Object.values(deviceActions))]
