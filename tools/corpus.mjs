/** `npm run corpus -- DIR`: bundles test/corpus/main.ts and runs it. */
import { runBundled } from './run-bundled.mjs'

process.exitCode = runBundled('test/corpus/main.ts', process.argv.slice(2))
