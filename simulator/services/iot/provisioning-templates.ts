import { required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

export const provisioningTemplates: IotHandlers = {
  ListProvisioningTemplates(input, { fleet }) {
    const options = { operation: 'ListProvisioningTemplates', fallback: 25 }
    const { items, next } = paginate(input, fleet.templates, options)
    const templates = items.map(({ name, details }) => {
      const { description, creationDate, lastModifiedDate, enabled, type } = details
      const templateArn = fleet.arn('provisioningtemplate', name)
      return { templateArn, templateName: name, description, creationDate, lastModifiedDate, enabled, type }
    })
    return { templates, nextToken: next }
  },

  DescribeProvisioningTemplate({ templateName }, { fleet }) {
    const found = fleet.templates.get(required(templateName, 'templateName'))
    if (!found) throw notFound(`Provisioning template ${templateName} not found`)
    const { name, details } = found
    return { templateArn: fleet.arn('provisioningtemplate', name), templateName: name, ...details }
  },
}
