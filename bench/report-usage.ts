import fs from 'node:fs'

// Loaded into a measured process: the operating system's own figures of it, written as it ends.
const { BENCH_USAGE_FILE } = process.env
if (BENCH_USAGE_FILE)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 }
    fs.writeFileSync(BENCH_USAGE_FILE, JSON.stringify(usage))
  })
