import { presenceStack } from '#server/sync/presence-stack.ts'

// `npm run aws-setup` prints what the presence feed needs in an account: a queue, and the IoT rule that fills it. Nothing
// is created; hand it to CloudFormation:  npm run -s aws-setup > presence.json
console.log(JSON.stringify(presenceStack(), null, 2))
