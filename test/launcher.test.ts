/** bin/bridgework: answers --version by itself, and says what to do where nothing is built. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bridgework-launcher-'))
  cpSync('bin', join(folder, 'bin'), { recursive: true })
  cpSync('package.json', join(folder, 'package.json'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function launch(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

function build(main: string): void {
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist/main.js'), main)
}

test.each(['--version', '-V'])('%s is answered without a build', (option) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(launch(join(folder, 'bin/bridgework'), option)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})

test('without a build it says what to do', () => {
  const { status, stdout, stderr } = launch(join(folder, 'bin/bridgework'), 'show')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toBe(`bridgework is not built yet: run \`npm run build\` in ${folder}\n`)
})

test('it starts the build, also through a symbolic link as npm makes one', () => {
  build('console.log(process.argv.slice(2).join()); process.exitCode = 3')
  symlinkSync(join(folder, 'bin/bridgework'), join(folder, 'linked'))
  expect(launch(join(folder, 'linked'), 'show', '--json')).toEqual({ status: 3, stdout: 'show,--json\n', stderr: '' })
})
