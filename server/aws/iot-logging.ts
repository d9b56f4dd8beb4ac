import { GetV2LoggingOptionsCommand, type IoTClient } from '@aws-sdk/client-iot'
import { z } from 'zod'
import type { Call } from './call.ts'
import { isFailure } from './failure.ts'
import { optionalFlag, optionalLabel, optionalText } from './fields.ts'
import { parseAnswer } from './pages.ts'

const eventConfiguration = z.object({ eventType: optionalLabel, logLevel: optionalLabel, logDestination: optionalText })
const options = z.object({
  defaultLogLevel: optionalLabel,
  disableAllLogs: optionalFlag,
  eventConfigurations: z.array(eventConfiguration).optional().catch(undefined),
})

export type LoggingOptions = z.infer<typeof options>

/** What AWS IoT logs, at which level and where. */
export function loggingOperations(client: IoTClient, call: Call) {
  return {
    /** Null when logging was never configured. */
    async loggingOptions(): Promise<LoggingOptions | null> {
      const answer = await orNotConfigured(
        call('GetV2LoggingOptions', () => client.send(new GetV2LoggingOptionsCommand({ verbose: true }))),
      )
      return answer && parseAnswer(options, 'GetV2LoggingOptions', answer)
    },
  }
}

/** Null instead of a failure where logging was never configured: a 404 of its own ("Configure AWS IoT logging"). */
export function orNotConfigured<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (isFailure(error) && /NotConfigured/.test(`${error.message} ${nameOf(error.details.cause)}`)) return null
    throw error
  })
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : '')
