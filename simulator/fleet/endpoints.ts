import type { DescribeDomainConfigurationResponse, DescribeProvisioningTemplateResponse } from '@aws-sdk/client-iot'

/** Where devices connect to. */
export interface DomainConfiguration {
  readonly name: string
  readonly details: Omit<DescribeDomainConfigurationResponse, 'domainConfigurationName' | 'domainConfigurationArn'>
}

/** How devices are registered by themselves. */
export interface ProvisioningTemplate {
  readonly name: string
  readonly details: Omit<DescribeProvisioningTemplateResponse, 'templateName' | 'templateArn'>
}

/** What certificate lists of their issuers say, which only audits look up. */
export interface Revocations {
  /** Ids of device certificates. */
  readonly certificates: Set<string>
  /** Ids of CA certificates. */
  readonly cas: Set<string>
  readonly intermediates: {
    isRevoked: boolean
    subject: string
    issuerId: string
    serial: string
    certificateIds: readonly string[]
  }[]
}

export const noRevocations = (): Revocations => ({ certificates: new Set(), cas: new Set(), intermediates: [] })
