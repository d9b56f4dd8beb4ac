import { z } from 'zod'
import { accountId, asAdmin, asViewer, instant } from './base.ts'

const accountInput = z.object({
  awsAccountId: z.string().regex(/^\d{12}$/, 'An AWS account id has 12 digits'),
  region: z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'A Region such as eu-west-1'),
  name: z.string().trim().min(1).max(60),
  roleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'An IAM role ARN')
    .nullable()
    .optional()
    .describe('Role the worker assumes; without one it uses its own credentials'),
  externalId: z.string().min(2).max(1224).nullable().optional(),
  eventQueueUrl: z
    .url({ protocol: /^https?$/, error: 'The address of an SQS queue' })
    .max(512)
    .nullable()
    .optional()
    .describe('The queue that an IoT rule fills with presence events; npm run aws-setup prints what makes both'),
  reportQueueUrl: z
    .url({ protocol: /^https?$/, error: 'The address of an SQS queue' })
    .max(512)
    .nullable()
    .optional()
    .describe('The queue that an IoT rule fills with device-side reports; npm run aws-setup prints what makes both'),
  logGroup: z
    .string()
    .regex(/^[\w./#-]{1,512}$/, 'A log group name')
    .nullable()
    .optional()
    .describe('Where connection records are logged, when the logging options do not say so'),
  craApplies: z.boolean().optional().describe('The EU Cyber Resilience Act applies: incidents count 24 h and 72 h'),
})

export const account = z.object({
  id: z.number().int(),
  awsAccountId: z.string(),
  region: z.string(),
  name: z.string(),
  roleArn: z.string().nullable(),
  hasExternalId: z.boolean(),
  enabled: z.boolean(),
  eventQueueUrl: z.string().nullable(),
  reportQueueUrl: z.string().nullable(),
  logGroup: z.string().nullable(),
  craApplies: z.boolean(),
  createdAt: instant,
})
export type Account = z.infer<typeof account>

const tags = ['Accounts']

export const accounts = {
  list: asViewer
    .route({ method: 'GET', path: '/accounts', tags, summary: 'List the AWS accounts and Regions watched' })
    .output(z.array(account)),
  create: asAdmin
    .route({ method: 'POST', path: '/accounts', tags, summary: 'Watch an AWS account and Region', successStatus: 201 })
    .input(accountInput)
    .output(account),
  update: asAdmin
    .route({
      method: 'PATCH',
      path: '/accounts/{account}',
      tags,
      summary: 'Change how an account is reached, or stop watching it',
    })
    .input(
      accountInput
        .omit({ awsAccountId: true, region: true })
        .partial()
        .extend({ account: accountId, enabled: z.boolean().optional() }),
    )
    .output(account),
}
