import { collectors } from '#generated/collectors.ts'
import { type Reader, readingPolicy } from '#server/sync/iam-policy.ts'

// `npm run iam-policy` prints the policy for the role that Fleetwarden reads an account with:
// npm run -s iam-policy -- [AWS_ACCOUNT_ID [REGION]]
const [account = '*', region = '*'] = process.argv.slice(2)
const readers: Reader[] = Object.values(collectors)
console.log(JSON.stringify(readingPolicy(readers, { account, region }), null, 2))
