import { pino } from 'pino'

const secretKeys = [
  'accessKeyId',
  'authorization',
  'cookie',
  'credentials',
  'externalId',
  'password',
  'privateKey',
  'secret',
  'secretAccessKey',
  'sessionToken',
  'set-cookie',
  'token',
  'totp',
]

// pino has no "at any depth"; these are the depths a request, an error or a job payload puts them at.
const redacted = secretKeys.flatMap((key) => ['', '*.', '*.*.', '*.*.*.'].map((above) => `${above}["${key}"]`))

/** Where JSON lines go. Tests give their own. */
export function createLog(destination?: { write(line: string): void }, level = process.env.LOG_LEVEL || 'info') {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redacted.map((path) => path.replace('.[', '[')), censor: '[redacted]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** The process's own log: JSON lines on stdout, secrets blanked by key. */
export const log = createLog()
