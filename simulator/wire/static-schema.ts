import type { NormalizedSchema } from '@smithy/core/schema'

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0]
interface Traits {
  http?: readonly [method: string, uri: string, status: number]
}

/** The SDK's compact tuples: a leading number tells what they describe. */
export type StaticOperationSchema = [9, string, string, Traits | number, SchemaRef, SchemaRef]
type StaticErrorSchema = Extract<SchemaRef, readonly [-3, ...unknown[]]>

export const isOperationSchema = (value: unknown): value is StaticOperationSchema =>
  Array.isArray(value) && value[0] === 9

export const isErrorSchema = (value: unknown): value is StaticErrorSchema => Array.isArray(value) && value[0] === -3

/** What an error's schema says about its answer. */
export interface ErrorTraits {
  httpError?: number
  awsQueryError?: readonly [code: string, status: number]
}
