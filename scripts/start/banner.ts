import type { Product } from './product.ts'
import type { Settings } from './settings.ts'

/** What a person needs to know once everything runs. */
export function banner({ url, welcome, databaseUrl }: Product, settings: Settings): string {
  const aws = settings.realAws
    ? ['AWS       real, with the credentials of this environment']
    : [
        'AWS       simulated; nothing outside this machine is touched. It begins afresh with every start, the database goes on:',
        '            what was done to its devices before is undone. For the real one:',
        '            AWS_PROFILE=… AWS_REGION=… npm start   (or FLEETWARDEN_AWS=real with any other credentials)',
        '            npm run iam-policy prints the permissions it needs',
      ]
  const database = settings.databaseUrl
    ? `Database  ${withoutPassword(databaseUrl)}`
    : `Database  embedded, port ${new URL(databaseUrl).port}; data and logs in .fleetwarden/`
  const lines = [`Open      ${url}`, '', ...welcome.split('\n'), '', ...aws, database, 'Stop      Ctrl-C']
  return `\n${lines.map((line) => (line ? `  ${line}` : '')).join('\n')}\n`
}

function withoutPassword(address: string): string {
  const url = new URL(address)
  url.password = ''
  url.search = ''
  return url.href
}
