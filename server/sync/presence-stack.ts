/** The queue's name: the reading IAM policy is pinned to it. */
export const presenceQueue = 'fleetwarden-presence'

/**
 * A CloudFormation template for the presence feed: lifecycle events of devices through an IoT rule into a queue. The
 * queue keeps what nobody reads for four days, and is encrypted; the rule may do nothing but send to it.
 */
export function presenceStack() {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Presence events of AWS IoT devices for Fleetwarden',
    Resources: {
      PresenceQueue: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: presenceQueue, MessageRetentionPeriod: 345_600, SqsManagedSseEnabled: true },
      },
      PresenceRuleRole: {
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
              PolicyName: 'send-presence',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 'sqs:SendMessage',
                    Resource: { 'Fn::GetAtt': ['PresenceQueue', 'Arn'] },
                  },
                ],
              },
            },
          ],
        },
      },
      PresenceRule: {
        Type: 'AWS::IoT::TopicRule',
        Properties: {
          RuleName: 'fleetwarden_presence',
          TopicRulePayload: {
            Sql: "SELECT * FROM '$aws/events/presence/#'",
            AwsIotSqlVersion: '2016-03-23',
            RuleDisabled: false,
            Actions: [
              {
                Sqs: {
                  QueueUrl: { Ref: 'PresenceQueue' },
                  RoleArn: { 'Fn::GetAtt': ['PresenceRuleRole', 'Arn'] },
                  UseBase64: false,
                },
              },
            ],
          },
        },
      },
    },
    Outputs: {
      QueueUrl: {
        Description: 'Name it in Fleetwarden: Settings, Accounts',
        Value: { Ref: 'PresenceQueue' },
      },
    },
  }
}
