// `npm ci` runs this in a checkout. A tarball has no .git, a linked worktree shares the hooks of its checkout, and in
// a Docker build this file is not there yet: nothing happens then.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

const isCheckout = statSync('.git', { throwIfNoEntry: false })?.isDirectory() ?? false
if (isCheckout && !process.env.CI) {
  const options = { stdio: 'inherit', shell: process.platform === 'win32' }
  const { error } = spawnSync('lefthook', ['install', 'pre-push'], options)
  if (error) process.stderr.write(`git hooks were not installed: ${error.message}\n`)
}
