import type { Random } from '../../../drills/random.ts'

type Queue = Readonly<{
  /** Arrivals per second; they come at random (Poisson). */
  rate: number
  /** Seconds of work per request. */
  work: number
  /** Servers behind one queue, first come, first served. */
  servers: number
  requests?: number
}>

/** Seconds from arrival to completion, in order of size. */
export function sojourns({ rate, work, servers, requests = 60_000 }: Queue, random: Random): Float64Array {
  const free = new Float64Array(servers)
  const spent = new Float64Array(requests)
  let now = 0
  for (let index = 0; index < requests; index++) {
    now += exponential(random) / rate
    const server = earliest(free)
    const end = Math.max(now, free[server] ?? 0) + work
    free[server] = end
    spent[index] = end - now
  }
  return spent.sort()
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

export function earliest(free: Float64Array): number {
  let best = 0
  for (let index = 1; index < free.length; index++) if ((free[index] ?? 0) < (free[best] ?? 0)) best = index
  return best
}

/** With mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random.next())
}

/** With mean 0 and standard deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.next())
}

/** How many of n trials succeed. */
export function binomial(n: number, p: number, random: Random): number {
  let hits = 0
  for (let trial = 0; trial < n; trial++) if (random.next() < p) hits++
  return hits
}

/** With a mean of some tens or hundreds. */
export function poisson(mean: number, random: Random): number {
  let events = -1
  for (let time = 0; time < mean; time += exponential(random)) events++
  return events
}
