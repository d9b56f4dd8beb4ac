import { sha256 } from '../../x509/seeded.ts'
import { oneOf } from '../check.ts'
import type { IotHandlers } from './handlers.ts'

const hosts = {
  'iot:Data': 'iot',
  'iot:Data-ATS': 'ats.iot',
  'iot:CredentialProvider': 'credentials.iot',
  'iot:Jobs': 'jobs.iot',
} as const

type EndpointType = keyof typeof hosts

export const endpoint: IotHandlers = {
  DescribeEndpoint({ endpointType = 'iot:Data' }, { fleet: { account, region } }) {
    const type = oneOf(endpointType, 'endpointType', Object.keys(hosts) as EndpointType[])
    const prefix = `a${sha256(`${account}/${region}`).toString('hex').slice(0, 13)}`
    const separator = type === 'iot:Data-ATS' ? '-' : '.'
    return { endpointAddress: `${prefix}${separator}${hosts[type]}.${region}.amazonaws.com` }
  },
}
