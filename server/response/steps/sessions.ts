import { step } from '../step.ts'

/** Ends a client's live session. It keeps nobody out, so nothing is read and nothing put back. */
export const closeConnection = step('close-connection', {
  operation: 'DeleteConnection',
  needs: { reads: [], applies: ['iot:DeleteConnection'] },
  describe: ({ clientId, cleanSession }) => ({
    kind: 'close-connection',
    operation: 'DeleteConnection',
    subject: clientId,
    from: null,
    to: 'disconnected',
    sentence: `Close the session of client ${clientId}${cleanSession ? ' and forget its subscriptions and queued messages' : ''}`,
  }),
  apply: (aws, { clientId, cleanSession }) => aws.closeConnection(clientId, cleanSession),
  inverse: () => null,
})

/** A message that a device may heed while it still can hear. */
export const askToStop = step('ask-to-stop', {
  operation: 'Publish',
  optional: true,
  needs: { reads: [], applies: ['iot:Publish'] },
  describe: ({ clientId, topic }) => ({
    kind: 'ask-to-stop',
    operation: 'Publish',
    subject: clientId,
    from: null,
    to: 'asked to stop',
    sentence: `Ask ${clientId} to stop, on the topic ${topic}`,
  }),
  apply: (aws, { topic, payload }) => aws.publish(topic, payload),
  inverse: () => null,
})
