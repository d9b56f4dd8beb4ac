import type { ThingPrincipal } from '#server/aws/iot-certificates.ts'
import type { DescribedGroup, DescribedThing } from '#server/aws/iot-response.ts'
import { nameInArn } from '#server/history/arn.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import type { Depth } from './depth.ts'

/** What AWS says of one thing. Null: it has none; undefined: not asked, or not told. */
export type ThingRead = {
  name: string
  thing: DescribedThing | null | undefined
  principals: ThingPrincipal[] | null | undefined
  groups: string[] | null | undefined
}

const atOnce = 24

export function readThings({ aws }: AskingParts, asked: Asked, names: string[], depth: Depth): Promise<ThingRead[]> {
  return inParallel(names, atOnce, async (name) => {
    const [thing, principals, groups] = await Promise.all([
      depth.things ? asked.ask('things', 'iot:DescribeThing', () => aws.describeThing(name)) : undefined,
      depth.attachments
        ? asked.ask('attachments', 'iot:ListThingPrincipalsV2', () => aws.thingPrincipals(name))
        : undefined,
      depth.memberships
        ? asked.ask('memberships', 'iot:ListThingGroupsForThing', () => aws.groupsOfThing(name))
        : undefined,
    ])
    return { name, thing, principals, groups }
  })
}

export type JobsRead = { name: string; jobs: { jobId: string; status: string }[] }

/** Jobs that these things have not finished, as far as AWS tells them. */
export async function readJobs({ aws }: AskingParts, asked: Asked, names: string[]): Promise<JobsRead[]> {
  const read = await inParallel(names, atOnce, async (name) => {
    const jobs = await asked.ask('jobs', 'iot:ListJobExecutionsForThing', () => aws.jobsOfThing(name))
    return jobs === undefined ? null : { name, jobs: jobs ?? [] }
  })
  return read.filter((one) => one !== null)
}

/** Groups by name, as far as AWS describes them. */
export async function readGroups({ aws }: AskingParts, asked: Asked, names: string[]): Promise<DescribedGroup[]> {
  const groups = await inParallel(names, atOnce, (name) =>
    asked.ask('groups', 'iot:DescribeThingGroup', () => aws.describeGroup(name)),
  )
  return groups.filter((group) => group !== undefined && group !== null)
}

/** Ids of the certificates among principals, and the others. */
export function sortPrincipals(principals: ThingPrincipal[]) {
  const certificates = principals.flatMap(({ principal, exclusive }) => {
    const id = nameInArn(principal, 'cert')
    return id ? [{ id, exclusive }] : []
  })
  return {
    certificates,
    others: principals.flatMap(({ principal }) => (nameInArn(principal, 'cert') ? [] : [principal])),
  }
}
