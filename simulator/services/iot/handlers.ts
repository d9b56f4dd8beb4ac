import type * as iot from '@aws-sdk/client-iot'
import type { Handlers } from '../../wire/handlers.ts'
import type { Call } from '../call.ts'

export type IotHandlers = Handlers<typeof iot, Call>

export const epochDate = (seconds: number) => new Date(seconds * 1000)
