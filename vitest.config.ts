/** Two projects: `quick` for every day, and `lab`, which builds networks in this kernel or is slow in another way. */
import { defineConfig } from 'vitest/config'

const SLOW = ['test/lab/**/*.test.ts', '{src,test}/**/*.slow.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'quick',
          include: ['{src,test}/**/*.test.ts'],
          exclude: [...SLOW, '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'lab',
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
