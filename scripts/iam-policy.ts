import { parseArgs } from 'node:util'
import { collectors } from '#generated/collectors.ts'
import { respondingPolicy } from '#server/response/iam-policy.ts'
import { steps } from '#server/response/steps.ts'
import { type Reader, readingPolicy } from '#server/sync/iam-policy.ts'

// `npm run iam-policy` prints the policy for the role that Fleetwarden reads an account with, or with --responder the
// one for the role it acts with:
// npm run -s iam-policy -- [--responder [--group NAME] [--policy NAME]] [AWS_ACCOUNT_ID [REGION]]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    responder: { type: 'boolean', default: false },
    group: { type: 'string', default: 'fleetwarden-quarantine' },
    policy: { type: 'string', default: 'FleetwardenQuarantine' },
  },
})
const [account = '*', region = '*'] = positionals
const readers: Reader[] = Object.values(collectors)
const policy = values.responder
  ? respondingPolicy(Object.values(steps), {
      account,
      region,
      quarantineGroup: values.group,
      quarantinePolicy: values.policy,
    })
  : readingPolicy(readers, { account, region })
console.log(JSON.stringify(policy, null, 2))
