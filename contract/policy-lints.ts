import { z } from 'zod'

/** Every rule of the policy linter. Ids are stable: findings, links and suppressions are kept by them. */
export const lintRule = z.enum([
  'unparsable-document',
  'allows-everything',
  'connect-as-anyone',
  'client-id-variable',
  'publish-for-others',
  'subscribe-to-others',
  'things-of-others',
  'any-role-alias',
  'crosses-boundary',
  'variable-then-wildcard',
  'client-prefix',
  'topic-wildcard',
  'deny-mqtt-wildcard',
  'deny-bypassed',
  'deny-nothing',
  'allow-nothing',
  'not-action',
  'not-resource',
  'unknown-variable',
  'unknown-action',
  'grammar-version',
  'latent-version',
  'unused-policy',
  'document-size',
  'policies-on-one',
  'versions-full',
  'single-statement',
])
export type LintRule = z.infer<typeof lintRule>
