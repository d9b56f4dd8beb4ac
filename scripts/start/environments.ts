import os from 'node:os'
import type { Settings } from './settings.ts'

type Variables = NodeJS.ProcessEnv

/** What every process of the product is given. */
export function commonEnvironment(
  settings: Settings,
  facts: { databaseUrl: string; url: string; dev: boolean },
): Variables {
  return {
    ...withoutAws(process.env),
    NODE_ENV: facts.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: facts.databaseUrl,
    FLEETWARDEN_URL: facts.url,
    FLEETWARDEN_AWS: settings.realAws ? 'real' : 'simulated',
  }
}

/** The web process holds no AWS credentials and knows no endpoint: it could not reach AWS if it tried, nor a receiver of the trail. */
export function webEnvironment(common: Variables): Variables {
  return { ...select(withoutAws(common), (name) => !isOfTheWorker(name)), AWS_EC2_METADATA_DISABLED: 'true' }
}

/** The simulator stands for a stranger: it knows neither our database nor our secrets. */
export function simulatorEnvironment(all: Variables): Variables {
  const ours = ['DATABASE_URL', 'FLEETWARDEN_SECRET', ...ofMail]
  return select(all, (name) => !isSecret(name) && !ours.includes(name))
}

/** The worker sees AWS as this machine does, or nothing but the simulator. Who signs in, and how, is not its business. */
export function workerEnvironment(all: Variables, simulator: { port: number; region: string } | undefined): Variables {
  const common = select(all, (name) => !isSecret(name))
  if (!simulator) return { ...onlyAws(process.env), ...common }
  return {
    ...common,
    FLEETWARDEN_QUOTA_SCALE: demoQuotaScale(all),
    AWS_REGION: simulator.region,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${simulator.port}`,
    FLEETWARDEN_SIMULATOR_CONTROL: `http://127.0.0.1:${simulator.port}/_simulator`,
    AWS_ACCESS_KEY_ID: 'simulated',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A person's own profiles must not leak into the demo.
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
  }
}

/**
 * How many times AWS's quotas the simulated AWS grants, and the worker uses: under AWS's own a first look at the demo
 * would wait seven minutes for the certificates' dates. FLEETWARDEN_QUOTA_SCALE=1 shows the real pace.
 */
export const demoQuotaScale = (variables: Variables) => variables.FLEETWARDEN_QUOTA_SCALE || '20'

// Where the trail is streamed to, with which secret, how messages leave, who plays exercises and what seals reports, concerns
// the worker alone.
function isOfTheWorker(name: string): boolean {
  return (
    name.startsWith('FLEETWARDEN_TRAIL_') ||
    name.startsWith('FLEETWARDEN_SIGNING_KEY') ||
    name === 'FLEETWARDEN_SIMULATOR_CONTROL' ||
    ofMail.includes(name)
  )
}

// The server's address holds the password to it.
const ofMail = ['SMTP_URL', 'MAIL_FROM', 'FLEETWARDEN_PAGERDUTY_URL']

function isSecret(name: string): boolean {
  return name === 'BETTER_AUTH_SECRET' || name.startsWith('FLEETWARDEN_ADMIN_')
}

function withoutAws(variables: Variables): Variables {
  return select(variables, (name) => !name.startsWith('AWS_'))
}

function onlyAws(variables: Variables): Partial<Variables> {
  return select(variables, (name) => name.startsWith('AWS_'))
}

function select(variables: Variables, wanted: (name: string) => boolean): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => wanted(name))) as Variables
}
