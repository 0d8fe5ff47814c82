/** Bundles src/cli/main.ts and what it needs into dist/, split so that a verb loads only its own part. */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT, STAMP, sourceHash } from './source-hash.mjs'

/** CommonJS packages in the bundle ask for Node's own modules through `require`. */
const REQUIRE = "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);"

const options = {
  absWorkingDir: ROOT,
  entryPoints: ['src/cli/main.ts'],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  legalComments: 'none',
  // The ECMAScript build of yaml: the one meant for Node is CommonJS, whose names a dynamic import in a bundle does not see.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  banner: { js: REQUIRE },
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
  logLevel: 'warning',
}

/** The licence texts of the packages in the bundle: they ask to travel with it. */
function licences(metafile) {
  const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))
  const texts = [...packages].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const files = readdirSync(folder).filter((entry) => /^licen[cs]e/i.test(entry))
    return `${name} ${version} (${license})\n\n${files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')}\n`
  })
  return texts.join(`\n${'-'.repeat(80)}\n\n`)
}

/** What runs inside a lab is run by itself, so it is no part of the bundle. udhcpc executes its script, whatever the checkout's modes are. */
function copyInside(outdir) {
  const inside = join(outdir, 'inside')
  cpSync(join(ROOT, 'src/live/lab/inside'), inside, { recursive: true })
  for (const name of readdirSync(inside)) chmodSync(join(inside, name), name.endsWith('.sh') ? 0o755 : 0o644)
}

/** Builds beside dist/ and swaps, so that a running or failing build never leaves half a dist/. */
async function main() {
  const hash = sourceHash()
  const dist = join(ROOT, 'dist')
  const fresh = join(ROOT, `dist.${process.pid}`)
  const old = join(ROOT, `dist.${process.pid}.old`)
  try {
    const { metafile } = await build({ ...options, outdir: fresh })
    mkdirSync(fresh, { recursive: true })
    copyInside(fresh)
    writeFileSync(join(fresh, 'package.json'), '{ "type": "module" }\n')
    writeFileSync(join(fresh, 'THIRD-PARTY-LICENCES.txt'), licences(metafile))
    writeFileSync(join(fresh, STAMP.slice(dist.length + 1)), hash)
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(fresh, dist)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
}

try {
  await main()
} catch (error) {
  if (error?.errors === undefined) console.error(error)
  process.exitCode = 1
}
