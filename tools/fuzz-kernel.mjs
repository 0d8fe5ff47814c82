/** `npm run fuzz:kernel`: bundles test/fuzz-kernel/main.ts and runs it. */
import { runBundled } from './run-bundled.mjs'

process.exitCode = runBundled('test/fuzz-kernel/main.ts', process.argv.slice(2), ['src/live/lab/inside'])
