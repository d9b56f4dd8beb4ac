import fs from 'node:fs'
import path from 'node:path'
import { root } from '../files.ts'
import { generate } from './generate.ts'

// Preloaded (--import) by commands that people run on a fresh clone: what they import from generated/ exists by then.
// Where it exists nothing is written, because production may not let us.
const needed = ['collectors.ts', 'prisma/client.ts'].map((file) => path.join(root, 'generated', file))
if (!needed.every((file) => fs.existsSync(file))) await generate()
