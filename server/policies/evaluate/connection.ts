import { type CertificateFacts, certificateValue } from './certificate.ts'
import type { Access } from './decide.ts'
import type { LookUp, Value } from './pattern.ts'

/** A thing that a certificate is attached to, with what policies may ask of it. */
export type AttachedThing = {
  name: string
  type: string | null
  attributes: Record<string, unknown>
  exclusive: boolean
}

/** Who connects, from where, with a certificate of which things. */
export type Connecting = {
  awsAccountId: string
  region: string
  clientId: string
  things: readonly AttachedThing[]
  sourceIp: string | null
  /** Undefined where the certificate's text is not at hand. */
  certificate?: CertificateFacts | undefined
  /** The domain it connects to; undefined when not known. */
  domainName?: string | undefined
}

/** The attempt to connect as policies see it. What only the certificate's text or AWS knows is not known here. */
export function connection(connecting: Connecting): Access {
  const resource = `${arnPrefix(connecting)}client/${connecting.clientId}`
  return { action: 'iot:Connect', resource, lookUp: variablesOf(connecting) }
}

/** The policy variables of a connection ("AWS IoT Core policy variables"). */
export function variablesOf({ clientId, things, sourceIp, certificate, domainName }: Connecting): LookUp {
  const thing = thingOf(clientId, things)
  return (variable): Value => {
    const attribute = /^iot:Connection\.Thing\.Attributes\[(.*)\]$/.exec(variable)?.[1]
    if (attribute !== undefined) return attributeOf(thing, attribute)
    if (variable.startsWith('iot:Certificate.')) return certificate && certificateValue(certificate, variable)
    switch (variable) {
      case 'iot:ClientId':
        return clientId
      case 'iot:Connection.Thing.ThingName':
        return thing?.name ?? null
      case 'iot:Connection.Thing.ThingTypeName':
        return thing?.type ?? null
      case 'iot:Connection.Thing.IsAttached':
        return String(thing !== undefined)
      case 'iot:SourceIp':
      case 'aws:SourceIp':
        return sourceIp ?? undefined
      case 'iot:DomainName':
        return domainName
      default:
        return undefined
    }
  }
}

/**
 * The thing a connection is: the one its certificate belongs to exclusively, else the attached one that the client ID names
 * ("Associating a AWS IoT thing to an MQTT client connection").
 */
export function thingOf(clientId: string, things: readonly AttachedThing[]): AttachedThing | undefined {
  return things.find(({ exclusive }) => exclusive) ?? things.find(({ name }) => name === clientId)
}

function attributeOf(thing: AttachedThing | undefined, name: string): string | null {
  const value = thing && Object.hasOwn(thing.attributes, name) ? thing.attributes[name] : undefined
  return value === undefined || value === null ? null : String(value)
}

/** How ARNs of an account's Region begin. */
export function arnPrefix({ awsAccountId, region }: Pick<Connecting, 'awsAccountId' | 'region'>): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:iot:${region}:${awsAccountId}:`
}
