/** Runs a TypeScript program of this repository with what it imports, bundled into a folder that is removed afterwards. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { buildSync } from 'esbuild'
import { ROOT } from './source-hash.mjs'

const REQUIRE = "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);"

/** `beside`: folders that the program looks for beside itself. */
export function runBundled(entry, args, beside = []) {
  const folder = mkdtempSync(join(tmpdir(), 'bridgework-run-'))
  try {
    const outfile = join(folder, 'main.mjs')
    const banner = { js: REQUIRE }
    buildSync({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      banner,
      sourcemap: 'inline',
    })
    for (const path of beside) cpSync(join(ROOT, path), join(folder, basename(path)), { recursive: true })
    const cwd = process.env.INIT_CWD ?? process.cwd()
    const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...args], { stdio: 'inherit', cwd })
    return status ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
