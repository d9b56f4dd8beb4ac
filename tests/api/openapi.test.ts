import { expect, test } from 'vitest'
import type { EntryMeta } from '#contract/base.ts'
import { api as contract } from '#contract/index.ts'
import { streams } from '#contract/streams.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import { answerOpenApi } from '#server/web/openapi.ts'
import { toRequest, useWeb } from '../support/web.ts'

const api = useWeb()

type Operation = {
  'x-required-role': string
  security?: object[]
  parameters?: { name: string; in: string }[]
  responses: Record<string, { $ref?: string }>
}

async function describedApi() {
  const response = await answerOpenApi(api.web, toRequest('/api/openapi.json', { as: await api.person('viewer') }))
  expect(response.headers.get('content-type')).toBe('application/json')
  return response.json()
}

test('the document is for those who may call anything', async () => {
  expect((await answerOpenApi(api.web, toRequest('/api/openapi.json', {}))).status).toBe(401)
})

test('every entry is in it, with its role and the problems it may answer with', async () => {
  const document = await describedApi()
  expect(document.openapi).toMatch(/^3\.1\./)
  const described = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ address: `${method.toUpperCase()} ${path}`, operation })),
  )
  const entries = entriesOf({ ...contract, ...streams })
  expect(described.map(({ address }) => address).sort()).toEqual(
    entries.map(({ method, path }) => `${method} ${path}`).sort(),
  )
  for (const { method, path, procedure } of entries) {
    const { role } = procedure['~orpc'].meta as EntryMeta
    const operation = document.paths[path][method.toLowerCase()]
    expect(operation['x-required-role'], path).toBe(role)
    const statuses = Object.keys(operation.responses)
    expect(statuses, path).toEqual(expect.arrayContaining(role === 'public' ? ['500'] : ['401', '403', '500']))
    expect(operation.security, path).toEqual(role === 'public' ? [] : undefined)
    const inPath =
      (operation as Operation).parameters?.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`) ?? []
    expect(inPath, path).toEqual(path.match(/\{[^}]+\}/g) ?? [])
  }
})

test('every reference in it leads somewhere', async () => {
  const document = await describedApi()
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(references.length).toBeGreaterThan(50)
  for (const reference of new Set(references)) {
    const found = reference.split('/').reduce((at, key) => at?.[key], document)
    expect(found, reference).toBeDefined()
  }
})
