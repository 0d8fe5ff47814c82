/** Two projects: `quick` for every day, and `lab`, which builds networks in this kernel or is slow in another way. */
import { defineConfig } from 'vitest/config'

/** An ordinary user's PATH lacks the folders of ip, dnsmasq and iptables. */
const env = { PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin` }

const SLOW = ['test/{lab,real}/**/*.test.ts', '{src,test}/**/*.slow.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'quick',
          env,
          include: ['{src,test}/**/*.test.ts'],
          exclude: [...SLOW, '**/node_modules/**'],
          // No test changes what another could see, and loading the sources once for each file costs as much as the tests.
          pool: 'threads',
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'lab',
          env,
          include: SLOW,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
    passWithNoTests: true,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
})
