import path from 'node:path'
import { root } from './files.ts'
import { runBrowserTests } from './test/browser-tests.ts'

process.exit(await runBrowserTests(process.argv.slice(2), path.join(root, 'test-results', 'results.json')))
