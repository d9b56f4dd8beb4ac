import { DescribeEndpointCommand, type IoTClient } from '@aws-sdk/client-iot'
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  type IoTDataPlaneClient,
  PublishCommand,
} from '@aws-sdk/client-iot-data-plane'
import { z } from 'zod'
import type { Call } from './call.ts'
import { isFailure } from './failure.ts'
import { name, optionalLabel, optionalTimestamp } from './fields.ts'
import type { Written } from './iot-response.ts'
import { orNull, parseAnswer } from './pages.ts'

const connection = z.object({
  connected: z.boolean().optional().catch(undefined),
  thingName: optionalLabel,
  connectedSince: optionalTimestamp,
  disconnectedSince: optionalTimestamp,
  disconnectReason: optionalLabel,
})

/** A client's session as the broker knows it; one that ended is remembered for about half an hour. */
export type Connection = {
  connected: boolean
  thingName: string | null
  since: Date | null
  disconnectReason: string | null
}

const instant = (timestamp: number | undefined) => (timestamp === undefined ? null : new Date(timestamp))

/** The broker's side: who is connected, ending a session, sending a message. `client` finds its endpoint when first asked. */
export function dataOperations(client: () => Promise<IoTDataPlaneClient>, call: Call) {
  return {
    /** Null when the broker knows no session of this client. */
    async connection(clientId: string): Promise<Connection | null> {
      const iot = await client()
      const answer = await orNull(
        call('GetConnection', (s) => iot.send(new GetConnectionCommand({ clientId }), { abortSignal: s })),
      )
      if (!answer) return null
      const seen = parseAnswer(connection, 'GetConnection', answer)
      const connected = seen.connected ?? false
      return {
        connected,
        thingName: seen.thingName ?? null,
        since: instant(connected ? seen.connectedSince : seen.disconnectedSince),
        disconnectReason: connected ? null : (seen.disconnectReason ?? null),
      }
    },

    /** `closed` is false when there was no session to close. The client may come back at once. */
    async closeConnection(clientId: string, cleanSession = false): Promise<Written & { closed: boolean }> {
      const iot = await client()
      const input = { clientId, cleanSession }
      try {
        const answer = await call('DeleteConnection', (s) =>
          iot.send(new DeleteConnectionCommand(input), { abortSignal: s }),
        )
        return { requestId: answer.$metadata.requestId ?? null, closed: true }
      } catch (error) {
        if (!isFailure(error, 'gone')) throw error
        return { requestId: error.details.requestId ?? null, closed: false }
      }
    },

    /** Sends a message to whoever has subscribed; AWS tells nothing of its arrival. */
    async publish(topic: string, payload: string): Promise<Written> {
      const iot = await client()
      const input = { topic, payload: Buffer.from(payload), qos: 1 }
      const answer = await call('Publish', (s) => iot.send(new PublishCommand(input), { abortSignal: s }))
      return { requestId: answer.$metadata.requestId ?? null }
    },
  }
}

/**
 * The account's own data endpoint, or undefined where the SDK knows one by itself: from the environment, or, when AWS
 * does not tell it, the Region's.
 */
export async function dataEndpoint(client: IoTClient, call: Call): Promise<string | undefined> {
  if (process.env.AWS_ENDPOINT_URL_IOT_DATA_PLANE || process.env.AWS_ENDPOINT_URL) return undefined
  const operation = 'DescribeEndpoint'
  try {
    const input = { endpointType: 'iot:Data-ATS' }
    const answer = await call(operation, (s) => client.send(new DescribeEndpointCommand(input), { abortSignal: s }))
    const { endpointAddress } = parseAnswer(z.object({ endpointAddress: name }), operation, answer)
    return `https://${endpointAddress}`
  } catch (error) {
    if (isFailure(error, 'denied', 'unavailable', 'malformed')) return undefined
    throw error
  }
}
