/** The queues' names: the reading IAM policy is pinned to them. */
export const presenceQueue = 'fleetwarden-presence'
export const reportsQueue = 'fleetwarden-device-reports'

const feeds = [
  {
    id: 'Presence',
    rule: 'fleetwarden_presence',
    queue: presenceQueue,
    sql: "SELECT * FROM '$aws/events/presence/#'",
    says: 'Presence queue',
  },
  {
    id: 'Reports',
    rule: 'fleetwarden_device_reports',
    queue: reportsQueue,
    // AWS does not say whether rules see the reserved topic of reports: agents publish a copy on this one.
    sql: "SELECT *, topic(3) AS thingName, clientid() AS clientId, principal() AS principal, timestamp() AS receivedAt FROM 'fleetwarden/device-reports/+'",
    says: 'Queue of device-side reports',
  },
] as const

/**
 * A CloudFormation template for the feeds that come through queues: lifecycle events of devices, and what their agents
 * measure, each through an IoT rule. A queue keeps what nobody reads for four days, and is encrypted; a rule may do
 * nothing but send to its own.
 */
export function eventStack() {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Presence events and device-side reports of AWS IoT devices for Fleetwarden',
    Resources: Object.assign({}, ...feeds.map(resourcesOf)),
    Outputs: Object.fromEntries(
      feeds.map(({ id, says }) => [
        `${id}QueueUrl`,
        { Description: `${says}: name it in Fleetwarden, Settings, AWS accounts`, Value: { Ref: `${id}Queue` } },
      ]),
    ),
  }
}

function resourcesOf({ id, rule, queue, sql }: (typeof feeds)[number]) {
  return {
    [`${id}Queue`]: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: queue, MessageRetentionPeriod: 345_600, SqsManagedSseEnabled: true },
    },
    [`${id}RuleRole`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'iot.amazonaws.com' },
              Action: 'sts:AssumeRole',
              // Only rules of this account may use it (the confused deputy).
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
            },
          ],
        },
        Policies: [
          {
            PolicyName: 'send',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [`${id}Queue`, 'Arn'] } },
              ],
            },
          },
        ],
      },
    },
    [`${id}Rule`]: {
      Type: 'AWS::IoT::TopicRule',
      Properties: {
        RuleName: rule,
        TopicRulePayload: {
          Sql: sql,
          AwsIotSqlVersion: '2016-03-23',
          RuleDisabled: false,
          Actions: [
            {
              Sqs: {
                QueueUrl: { Ref: `${id}Queue` },
                RoleArn: { 'Fn::GetAtt': [`${id}RuleRole`, 'Arn'] },
                UseBase64: false,
              },
            },
          ],
        },
      },
    },
  }
}
