/**
 * Opens Discord's gateway and waits for its greeting, which comes before any token is asked for.
 * @returns what went wrong; undefined when it greeted
 */
export function greet(url: string, limitMs: number): Promise<string | undefined> {
  const address = new URL(url)
  address.search = new URLSearchParams({ v: '10', encoding: 'json' }).toString()
  return new Promise((resolve) => {
    const socket = new WebSocket(address)
    const end = (reason?: string) => {
      clearTimeout(timer)
      socket.close()
      resolve(reason)
    }
    const timer = setTimeout(() => end('it does not answer'), limitMs)
    socket.addEventListener('message', () => end())
    socket.addEventListener('error', () => end('the connection failed'))
    socket.addEventListener('close', ({ code }) => end(`it closed with ${code}`))
  })
}
