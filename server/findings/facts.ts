/** What checks see of a resource. null is not known, unless a field says otherwise. Dates are instants. */
export type CertificateFacts = {
  rowId: string
  name: string
  status: string
  mode: string | null
  createdAt: Date | null
  describedAt: Date | null
  notBefore: Date | null
  notAfter: Date | null
  keyAlgorithm: string | null
  keyBits: number | null
  signatureAlgorithm: string | null
  caCertificateId: string | null
  thingCount: number | null
  /** Of certificates and groups together. */
  hasPolicy: boolean | null
  /** Active, while another certificate of the same thing is active too. */
  leftover: boolean
  /** The first ten things it is attached to. */
  things: ThingOf[]
  /** When we last saw it change, its status included. */
  changedAt: Date
  /** When a record last showed it connect (null: not in 30 days), with how many client IDs. null: no feed tells of it. */
  connections: { last: Date | null; clients: number } | null
  /** It is named by a provisioning template's policy as a claim certificate. null: not known. */
  claim: boolean | null
}
export type ThingOf = {
  name: string
  type: string | null
  groups: string[]
  connected: boolean | null
  /** Its active certificates and other principals. */
  credentials: number
}

export type CaCertificateFacts = {
  rowId: string
  name: string
  status: string
  autoRegistration: string | null
  notBefore: Date | null
  notAfter: Date | null
  keyAlgorithm: string | null
  keyBits: number | null
  signatureAlgorithm: string | null
  activeChildren: number
}

export type ThingFacts = {
  rowId: string
  name: string
  type: string | null
  groups: string[]
  firstSeenAt: Date
  /** null until its principals were read. */
  certificates: number | null
  activeCertificates: number
  otherPrincipals: number
  /** null: the fleet index says nothing of it. */
  presence: {
    connected: boolean
    since: Date | null
    clientId: string | null
    gapsObserved: number
    typicalGapS: number | null
    longestGapS: number | null
  } | null
}

/** Goes into the linter of policies as it is (server/policies/lint). */
export type PolicyFacts = {
  rowId: string
  name: string
  awsAccountId: string
  region: string
  defaultVersionId: string | null
  /** Certificates, groups and others; null until they were read. */
  targets: number | null
  /** The most policies on any certificate to which this one is attached. */
  mostOnOneCertificate: number | null
  /** The thing of its one holder: what bears that name is the device's own. null: several, or not known. */
  onlyThing?: string | null
  /** Its patterns that reach things of several values of an attribute that parts sites or tenants; null: not measured. */
  crossings: { pattern: string; attribute: string; values: number }[] | null
  versions: { versionId: string; isDefault: boolean; document: string }[]
}

/** A client ID seen to connect that no thing is called by. */
export type ClientFacts = {
  rowId: null
  name: string
  lastConnect: Date
  principal: string | null
  addresses: string[]
}

/** One object of the account's own settings, as `aws_objects` keeps it; its shape is parsed by the check. */
export type ObjectFacts = { rowId: null; name: string; facts: unknown }

/** The account as a whole: its logging, index, audit settings and Regions, as `aws_objects` keeps them; absent: not read. */
export type AccountFacts = {
  rowId: null
  name: string
  region: string
  objects: { kind: string; name: string; facts: unknown; seenAt: Date }[]
  /** Kinds of objects that could not be read of late, with why; what `objects` has of them is of before. */
  unread: Readonly<Record<string, string>>
  /** Other Regions of the same AWS account that are watched. */
  otherRegions: string[]
  /** What people hide: the decisions that hide most open findings, and how many were made in the last hour, by whom. */
  suppressions: {
    /** `openOfCheck`: the open findings of its check, hidden or not; null where it covers several checks. */
    broadest: {
      id: string
      check: string | null
      subject: string | null
      by: string
      at: Date
      hides: number
      openOfCheck: number | null
    }[]
    lastHour: number
    by: string[]
  }
}

export type FactsByKind = {
  certificate: CertificateFacts
  'ca-certificate': CaCertificateFacts
  thing: ThingFacts
  policy: PolicyFacts
  client: ClientFacts
  'role-alias': ObjectFacts
  'domain-configuration': ObjectFacts
  'provisioning-template': ObjectFacts
  account: AccountFacts
}
