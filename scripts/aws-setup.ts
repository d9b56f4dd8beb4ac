import { eventStack } from '#server/sync/event-stack.ts'

// `npm run aws-setup` prints what the feeds through queues need in an account: two queues, and the IoT rules that fill
// them. Nothing is created; hand it to CloudFormation:  npm run -s aws-setup > events.json
console.log(JSON.stringify(eventStack(), null, 2))
