import { z } from 'zod'
import { accountId, asViewer, instant } from './base.ts'
import { severity } from './incidents.ts'
import { lintRule } from './policy-lints.ts'

/** What our evaluator says; 'unknown' when it hangs on facts that we do not have. */
export const decision = z.enum(['allowed', 'implicit-deny', 'explicit-deny', 'unknown'])
export type Decision = z.infer<typeof decision>

export const capabilityKind = z.enum([
  'connect',
  'publish',
  'subscribe',
  'receive',
  'retain',
  'read-retained',
  'read-shadow',
  'change-shadow',
  'jobs',
  'role-alias',
])
export type CapabilityKind = z.infer<typeof capabilityKind>

export const capability = z.object({
  kind: capabilityKind,
  actions: z.array(z.string()),
  pattern: z.string().describe('What follows the kind in the resource, with the variables replaced'),
  raw: z.string().describe('The resource as the document has it'),
  words: z.string(),
  wide: z.boolean().describe("Reaches beyond what bears the device's own name"),
  example: z
    .object({ value: z.string(), decision, by: z.string().nullable() })
    .describe('Something that fits, and what the evaluator says of it'),
  policy: z.string(),
  group: z.string().nullable().describe('The thing group it comes through; null: attached to the certificate'),
  statement: z.number().int().describe('From 0'),
  conditions: z.array(z.string()),
  odd: z.string().nullable().describe('What of the statement nobody can tell the meaning of'),
  except: z
    .array(z.object({ pattern: z.string(), policy: z.string(), statement: z.number().int(), whole: z.boolean() }))
    .describe('What Deny statements take out of it; whole: all of it'),
})
export type Capability = z.infer<typeof capability>

export const capabilityReport = z.object({
  clientId: z.string().nullable().describe('Under which client ID; null: there is no certificate to ask about'),
  clientIds: z.array(z.string()).describe('Names of the things of the certificate'),
  certificates: z.array(z.object({ certificateId: z.string(), status: z.string() })).describe('Of the thing'),
  certificateId: z.string().nullable(),
  status: z.string().nullable().describe('Of that certificate'),
  policies: z.array(z.object({ name: z.string(), group: z.string().nullable(), unreadable: z.string().nullable() })),
  items: z.array(capability),
  readAt: instant.nullable().describe('When policies and attachments were last read in full; null: not yet'),
})
export type CapabilityReport = z.infer<typeof capabilityReport>

export const mayDoAnswer = z.object({
  decision,
  policy: z.string().nullable(),
  group: z.string().nullable(),
  statement: z.number().int().nullable().describe('From 0'),
  source: z.string().nullable().describe('The deciding statement as JSON'),
  missing: z.array(z.string()).describe('What would have to be known'),
})
export type MayDoAnswer = z.infer<typeof mayDoAnswer>

export const reachKind = z.enum(['client-id', 'topic', 'shadow'])
export type ReachKind = z.infer<typeof reachKind>

export const reach = z.object({
  kind: reachKind,
  reaches: z.number().int().describe('How many other things one device with the policy reaches'),
  of: z.number().int().describe('How many things the account has'),
  pattern: z.string().nullable().describe('The resource that reaches farthest; null: none reaches another'),
  patterns: z
    .array(z.object({ pattern: z.string(), reaches: z.number().int(), note: z.string().nullable() }))
    .describe('The widest first, ten at most'),
  more: z.number().int().describe('Resources beyond those'),
  at: instant,
})
export type Reach = z.infer<typeof reach>

const lint = z.object({
  rule: lintRule,
  severity,
  title: z.string(),
  explanation: z.string(),
  version: z.string().nullable(),
  statement: z.number().int().nullable(),
  path: z.string().nullable(),
  found: z.string().nullable(),
  rewrite: z.string().nullable().describe('The default document with this put right'),
  breaks: z.enum(['client-ids']).nullable(),
  audit: z.string().nullable().describe('The audit check of Device Defender that says the same'),
})

export const judgement = z.object({
  document: z.string().nullable().describe('Of the default version'),
  lints: z.array(lint),
  capabilities: z.array(capability).describe('What the policy by itself lets one of its holders do'),
  holder: z
    .object({ certificateId: z.string(), clientId: z.string() })
    .nullable()
    .describe('The holder they are worked out for; null: none is known'),
  reach: z.array(reach).describe('Empty: not measured yet'),
  wouldBreak: z
    .object({
      devices: z.array(z.object({ clientId: z.string(), certificateId: z.string(), thing: z.string().nullable() })),
      count: z.number().int(),
      capped: z.boolean(),
      checked: z.string().describe('What it rests on'),
    })
    .nullable()
    .describe('Whom narrowing the client IDs would keep out; null: no lint asks for it'),
})
export type Judgement = z.infer<typeof judgement>

const tags = ['Policies']
const clientId = z.string().min(1).max(256)

export const policyJudgement = {
  judgement: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/policies/{name}/judgement',
      tags,
      summary: 'What there is to say about a policy, and how far it reaches',
    })
    .input(z.object({ account: accountId, name: z.string().min(1).max(128) }))
    .output(judgement),
  ofThing: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/things/{name}/capabilities',
      tags,
      summary: 'What a thing may do with one of its certificates',
    })
    .input(
      z.object({
        account: accountId,
        name: z.string().min(1).max(128),
        certificate: z.string().max(64).optional().describe('Without one, the newest that lets it connect'),
      }),
    )
    .output(capabilityReport),
  ofCertificate: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/certificates/{certificateId}/capabilities',
      tags,
      summary: 'What whoever holds a certificate may do',
    })
    .input(
      z.object({
        account: accountId,
        certificateId: z.string().min(1).max(64),
        clientId: clientId.optional().describe('Without one, the name of a thing of the certificate'),
      }),
    )
    .output(capabilityReport),
  mayDo: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/certificates/{certificateId}/may-do',
      tags,
      summary: 'Whether a certificate may do something under a client ID',
    })
    .input(
      z.object({
        account: accountId,
        certificateId: z.string().min(1).max(64),
        clientId,
        action: z.string().min(1).max(64).describe('Such as iot:Publish'),
        resource: z
          .string()
          .min(1)
          .max(1024)
          .describe('A topic, filter, client ID, thing or role alias, as the action takes'),
        sourceIp: z.string().max(64).optional(),
      }),
    )
    .output(mayDoAnswer),
}
