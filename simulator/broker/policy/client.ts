import { X509Certificate } from 'node:crypto'
import { attachmentType } from '../../fleet/attachments.ts'
import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import type { Policy } from '../../fleet/policy.ts'
import type { Thing } from '../../fleet/thing.ts'
import { ancestorsOf } from '../../fleet/thing-group.ts'
import { groupsOf } from '../../services/iot/memberships.ts'
import { own } from '../../services/iot/own.ts'
import { type Decision, evaluate } from './evaluate.ts'
import { type Statement, statementsOfVersion } from './statements.ts'

/** A client as policies see it: who it says it is, and what it holds. */
export class PolicyClient {
  #parsed: X509Certificate | undefined

  constructor(
    readonly fleet: Fleet,
    readonly clientId: string,
    readonly certificate: Certificate,
    readonly sourceIp: string,
    /** What its policies say, when not what they say just now. */
    readonly kept?: readonly Statement[],
  ) {}

  decide(action: string, resource: string): Decision {
    const lookUp = (name: string) => this.lookUp(name)
    return evaluate(this.statements(), { action, resource: this.arn(resource), lookUp })
  }

  may(action: string, resource: string): boolean {
    return this.decide(action, resource) === 'allowed'
  }

  arn(resource: string): string {
    return `arn:aws:iot:${this.fleet.region}:${this.fleet.account}:${resource}`
  }

  statements(): readonly Statement[] {
    return this.kept ?? currentStatements(this.fleet, this.certificate, this.clientId)
  }

  get attachedThing(): Thing | undefined {
    return thingOf(this.fleet, this.certificate, this.clientId)
  }

  lookUp(name: string): string | undefined {
    const thing = this.attachedThing
    if (name.startsWith(attribute) && name.endsWith(']')) {
      return own(thing?.details.attributes ?? {}, name.slice(attribute.length, -1))
    }
    const [, holder, field] = /^iot:Certificate\.(Subject|Issuer)\.(\w+)$/.exec(name) ?? []
    if (holder && field) return nameField(holder === 'Subject' ? this.#x509.subject : this.#x509.issuer, field)
    switch (name) {
      case 'iot:ClientId':
        return this.clientId
      case 'iot:SourceIp':
      case 'aws:SourceIp':
        return this.sourceIp
      case 'iot:Connection.Thing.ThingName':
        return thing?.name
      case 'iot:Connection.Thing.ThingTypeName':
        return thing?.type?.name
      case 'iot:Connection.Thing.IsAttached':
        return String(thing !== undefined)
      case 'iot:Certificate.SerialNumber':
        return this.#x509.serialNumber
      default:
        return undefined
    }
  }

  get #x509() {
    this.#parsed ??= new X509Certificate(this.certificate.pem)
    return this.#parsed
  }
}

/** The thing a client is: the one its certificate is exclusively attached to, else the attached one of its name. */
export function thingOf(fleet: Fleet, certificate: Certificate, clientId: string): Thing | undefined {
  const exclusive = certificate.things.find((thing) => attachmentType(fleet, thing, certificate) === 'EXCLUSIVE_THING')
  return exclusive ?? certificate.things.find(({ name }) => name === clientId)
}

/**
 * The policies of the certificate, and of the groups of the thing that the client is and all above them: a client by
 * another name has none of these ("Thing groups", Attach a policy to a thing group).
 */
export function policiesFor(fleet: Fleet, certificate: Certificate, clientId: string): Policy[] {
  const thing = thingOf(fleet, certificate, clientId)
  const groups = thing ? groupsOf(fleet, thing) : []
  const targets = new Set([certificate, ...groups.flatMap((group) => [group, ...ancestorsOf(group)])])
  return [...new Set([...targets].flatMap(({ policies }) => policies))]
}

/** What the default versions of those say. */
export function currentStatements(fleet: Fleet, certificate: Certificate, clientId: string): Statement[] {
  return policiesFor(fleet, certificate, clientId).flatMap(({ versions, defaultVersionId }) => {
    const version = versions.find(({ id }) => id === defaultVersionId)
    return version ? statementsOfVersion(version) : []
  })
}

const attribute = 'iot:Connection.Thing.Attributes['

const fields: Readonly<Record<string, string>> = {
  CommonName: 'CN',
  Country: 'C',
  DistinguishedNameQualifier: 'dnQualifier',
  GivenName: 'GN',
  Locality: 'L',
  Organization: 'O',
  OrganizationalUnit: 'OU',
  SerialNumber: 'serialNumber',
  State: 'ST',
  Surname: 'SN',
  Title: 'title',
}

/** A field of a name as Node prints it, one part a line. */
function nameField(name: string, field: string): string | undefined {
  const start = `${own(fields, field)}=`
  const line = name.split('\n').find((part) => part.startsWith(start))
  return line?.slice(start.length)
}
