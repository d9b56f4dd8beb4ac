import { z } from 'zod'
import type { AccountFacts, ObjectFacts } from '../facts.ts'

const text = z.string()
const list = <Item extends z.ZodType>(item: Item) => z.array(item).nullish()

/**
 * What checks read of the objects that `aws_objects` keeps, as AWS tells them (server/findings/objects.ts has the
 * operations). Names of checks, levels and policies are open: AWS adds new ones.
 */
export const shapes = {
  'audit-configuration': z.object({
    roleArn: text.nullish(),
    auditCheckConfigurations: z.record(text, z.object({ enabled: z.boolean().nullish() })).nullish(),
  }),
  'scheduled-audit': z.object({ targetCheckNames: list(text) }),
  'audit-suppression': z.object({ checkName: text, suppressIndefinitely: z.boolean().nullish() }),
  logging: z.object({
    configured: z.boolean().nullish(),
    disableAllLogs: z.boolean().nullish(),
    defaultLogLevel: text.nullish(),
    eventConfigurations: list(z.object({ eventType: text, logLevel: text.nullish() })),
  }),
  'index-configuration': z.object({
    thingIndexingConfiguration: z
      .object({
        thingIndexingMode: text,
        thingConnectivityIndexingMode: text.nullish(),
        deviceDefenderIndexingMode: text.nullish(),
      })
      .nullish(),
  }),
  'iam-role': z.object({
    Arn: text,
    trust: z.unknown(),
    usedBy: list(z.object({ kind: text, name: text })),
  }),
  'role-alias': z.object({ credentialDurationSeconds: z.number(), roleArn: text.nullish() }),
  'domain-configuration': z.object({
    domainConfigurationStatus: text.nullish(),
    domainName: text.nullish(),
    tlsConfig: z.object({ securityPolicy: text.nullish() }).nullish(),
    serverCertificates: list(
      z.object({
        serverCertificateArn: text.nullish(),
        serverCertificateStatus: text.nullish(),
        serverCertificateStatusDetail: text.nullish(),
      }),
    ),
  }),
  'provisioning-template': z.object({
    templateArn: text.nullish(),
    type: text.nullish(),
    enabled: z.boolean().nullish(),
    templateBody: text.nullish(),
    preProvisioningHook: z.object({ targetArn: text }).nullish(),
  }),
} as const

type Kind = keyof typeof shapes
type Shape<K extends Kind> = z.infer<(typeof shapes)[K]>

/** An object's facts in their shape, or undefined when AWS told something else. */
export function parsed<K extends Kind>(kind: K, facts: unknown): Shape<K> | undefined {
  const result = shapes[kind].safeParse(facts)
  // The schema of the kind gave it; TypeScript cannot follow the index.
  return result.success ? (result.data as Shape<K>) : undefined
}

/**
 * Of an account, all objects of a kind by name. undefined when they could not be read, or when one of them has another
 * shape than AWS documents.
 */
export function allOf<K extends Kind>(
  { objects, unread }: AccountFacts,
  kind: K,
): { name: string; facts: Shape<K> }[] | undefined {
  if (unread[kind] !== undefined) return undefined
  const all = objects
    .filter((one) => one.kind === kind)
    .map(({ name, facts }) => ({ name, facts: parsed(kind, facts) }))
  return all.every((one): one is { name: string; facts: Shape<K> } => one.facts !== undefined) ? all : undefined
}

/** Of an account, the one object of a kind. undefined when it has not been read or has another shape. */
export function onlyOf<K extends Kind>(facts: AccountFacts, kind: K): Shape<K> | undefined {
  return allOf(facts, kind)?.[0]?.facts
}

/** Whether a domain configuration is in use; what is switched off harms nobody. */
export const isServed = ({ facts }: ObjectFacts) =>
  parsed('domain-configuration', facts)?.domainConfigurationStatus !== 'DISABLED'
