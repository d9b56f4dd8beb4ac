import { randomUUID } from 'node:crypto'
import { AwsError } from '../../wire/aws-error.ts'
import { invalidRequest, notFound } from '../refuse.ts'
import { checkedClientId, checkedPayload, checkedTopic, type IotDataHandlers } from './handlers.ts'

const longestWaitS = 15
const usualWaitS = 5

/** Sending to devices through the broker. */
export const messages: IotDataHandlers = {
  /** Reaches whoever has subscribed at the broker, and with `retain` whoever will. */
  Publish({ topic, qos = 0, retain = false, payload }, { fleet }) {
    const checked = checkedTopic(topic)
    if (qos !== 0 && qos !== 1) throw invalidRequest(`Invalid QoS ${qos}`)
    fleet.deliver?.({ topic: checked, qos, retain, payload: checkedPayload(payload) })
    return {}
  },

  /** Reaches one client that is connected, subscribed or not, as far as its policies let it receive. */
  async SendDirectMessage({ clientId, topic, payload, confirmation = false, timeout = usualWaitS }, { fleet }) {
    const id = checkedClientId(clientId)
    const message = { topic: checkedTopic(topic), payload: checkedPayload(payload) }
    if (timeout < 1 || timeout > longestWaitS) throw invalidRequest(`Invalid timeout ${timeout}`)
    const session = fleet.sessions.get(id)
    if (!session || session.ended) throw notFound(`Client ${id} is not connected`)
    const isAnswered = await session.send(message, confirmation ? timeout * 1000 : undefined)
    if (confirmation && !isAnswered)
      throw new AwsError('GatewayTimeoutException', `Client ${id} did not answer in time`)
    return { message: 'OK', traceId: randomUUID() }
  },
}
