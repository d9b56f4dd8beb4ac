import fs from 'node:fs'
import { parseArgs } from 'node:util'
import { type BundleOutcome, verifyBundle } from './verify-report/verify-bundle.ts'

const usage = `Usage: npm run verify-report -- BUNDLE.zip [--key PUBLIC-KEY.pem] [--json]
  Checks a sealed report bundle offline, without a database: its signature, and every file in it.
  --key   the public key as whoever made the report gave it to you; without it, the one inside is used, which proves
          only that nothing was changed by somebody without a key of their own
  Exits with 0 when it is as it was sealed, 1 when it is not, 2 when it cannot be checked.`

try {
  const { file, key, json } = readArguments()
  const outcome = await verifyBundle(file, key === undefined ? null : readKey(key))
  print(outcome, json)
  process.exitCode = outcome.problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}

function print(outcome: BundleOutcome, json: boolean) {
  const { report, pseudonymised, files, keyId, trusted, problems } = outcome
  const intact = problems.length === 0
  if (json) return console.log(JSON.stringify({ intact, ...outcome }))
  for (const { kind, file, says } of problems)
    console.log(`${kind.toUpperCase()}  ${plain(file ?? 'the archive')}: ${says}`)
  if (report)
    console.log(
      `Report ${report.number}: ${plain(report.title)}, as of ${plain(report.asOf)}${pseudonymised ? ', pseudonymised' : ''}`,
    )
  console.log(
    `Key    ${keyId ?? 'none'}${trusted ? ', as you gave it' : ', from inside the bundle: compare it with what you were told'}`,
  )
  console.log(
    intact
      ? `The bundle is as it was sealed: ${files} files, none changed, missing or added.`
      : `The bundle is not as it was sealed: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
  )
}

// A title is somebody's text, and a terminal obeys some signs.
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?')
}

function readKey(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`The key ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readArguments(): { file: string; key: string | undefined; json: boolean } {
  const { values, positionals } = parsed()
  const [file, more] = positionals
  if (file === undefined || more !== undefined) throw new Error(usage)
  return { file, key: values.key, json: values.json }
}

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { key: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}
