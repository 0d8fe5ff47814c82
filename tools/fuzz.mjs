/** `npm run fuzz`: bundles test/fuzz/main.ts and runs it. */
import { runBundled } from './run-bundled.mjs'

process.exitCode = runBundled('test/fuzz/main.ts', process.argv.slice(2))
