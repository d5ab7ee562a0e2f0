/** The processor time that this thread has used, in milliseconds: what else the machine does hardly counts. */
export function processorTime(): number {
  // Linux adds up a thread's time once per tick of some milliseconds, and whenever the whole process's is asked for.
  process.cpuUsage()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
