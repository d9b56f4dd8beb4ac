import { deref, NormalizedSchema } from '@smithy/core/schema'
import type { StaticOperationSchema } from './static-schema.ts'
import { isErrorSchema, isOperationSchema } from './static-schema.ts'

/** One operation as the SDK's own schema describes it. `http` is there for REST services only. */
export interface Operation {
  service: Service
  name: string
  input: NormalizedSchema
  output: NormalizedSchema
  http: { method: string; uri: string; status: number } | undefined
}

export interface Service {
  id: string
  /** Names found in the SigV4 credential scope of requests meant for this service. */
  signingNames: readonly string[]
  protocol: 'rest-json' | 'query' | 'json'
  /** The service's part of the X-Amz-Target header, and the version in its content type. Of JSON services only. */
  json: { target: string; version: '1.0' | '1.1' } | undefined
  operations: ReadonlyMap<string, Operation>
  errors: ReadonlyMap<string, NormalizedSchema>
}

/** Reads every operation and error out of an SDK client package's exports. */
export function describeService(
  id: string,
  sdk: object,
  { protocol, signingNames, json }: Pick<Service, 'protocol' | 'signingNames'> & Partial<Pick<Service, 'json'>>,
): Service {
  const operations = new Map<string, Operation>()
  const errors = new Map<string, NormalizedSchema>()
  const service: Service = { id, signingNames, protocol, json, operations, errors }
  for (const exported of Object.values(sdk)) {
    if (isOperationSchema(exported)) operations.set(exported[2], operationOf(service, exported))
    else if (isErrorSchema(exported)) errors.set(exported[2], NormalizedSchema.of(exported))
  }
  return service
}

function operationOf(service: Service, schema: StaticOperationSchema): Operation {
  const [, , name, traits, input, output] = schema
  const http = typeof traits === 'object' ? traits.http : undefined
  return {
    service,
    name,
    input: NormalizedSchema.of(deref(input)),
    output: NormalizedSchema.of(deref(output)),
    http: http && { method: http[0], uri: http[1], status: http[2] },
  }
}
