import type { DomainConfiguration } from '../../fleet/endpoints.ts'
import { required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

export const domains: IotHandlers = {
  ListDomainConfigurations(input, { fleet }) {
    const where = ({ details }: DomainConfiguration) => !input.serviceType || details.serviceType === input.serviceType
    const options = { operation: 'ListDomainConfigurations', where, fallback: 25 }
    const { items, next } = paginate(input, fleet.domains, options)
    const domainConfigurations = items.map(({ name, details: { serviceType } }) => ({
      domainConfigurationName: name,
      domainConfigurationArn: fleet.arn('domainconfiguration', name),
      serviceType,
    }))
    return { domainConfigurations, nextMarker: next }
  },

  DescribeDomainConfiguration({ domainConfigurationName }, { fleet }) {
    const found = fleet.domains.get(required(domainConfigurationName, 'domainConfigurationName'))
    if (!found) throw notFound(`Domain configuration ${domainConfigurationName} not found`)
    const { name, details } = found
    return { domainConfigurationName: name, domainConfigurationArn: fleet.arn('domainconfiguration', name), ...details }
  },
}
