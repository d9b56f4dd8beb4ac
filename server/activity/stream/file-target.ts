import fs from 'node:fs/promises'
import type { Target } from './target.ts'

/**
 * Appends JSON Lines to a file. It is opened anew each time, so that it may be rotated at any moment, and what was
 * written is on the disk before it counts as delivered.
 */
export function fileTarget(path: string): Target {
  return {
    name: 'file',
    address: path,
    async deliver(entries) {
      const file = await fs.open(path, 'a+', 0o600)
      try {
        const start = (await endsInTheMiddle(file)) ? '\n' : ''
        await file.appendFile(start + entries.map(({ json }) => `${json}\n`).join(''))
        await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}

// A crash or a full disk may have left half a line, which must not swallow the one after it.
async function endsInTheMiddle(file: fs.FileHandle): Promise<boolean> {
  const stat = await file.stat()
  if (!stat.isFile() || stat.size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, stat.size - 1)
  return buffer[0] !== 0x0a
}
