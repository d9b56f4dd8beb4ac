// Loaded into every child of `npm start`: when the parent is killed outright, its children must not live on
// holding the port. Plain JavaScript, because it is loaded before anything can read TypeScript.
const parent = Number(process.env.FLEETWARDEN_PARENT_PID)
const direct = process.ppid

if (parent > 0) {
  const watch = setInterval(() => {
    if (process.ppid === direct && isAlive(parent)) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 10_000).unref()
  }, 1000)
  watch.unref()
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
