// To be loaded before the program, by `node --import`: Node's own flag says so each time there is no such file.
try {
  process.loadEnvFile()
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
