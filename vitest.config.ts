/**
 * Six nets: pure tests in milliseconds, thorough ones, on a real PostgreSQL, simulated, of crashes, and of the tools.
 */
import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', '**/.cache/**', '**/.data/**', 'test/e2e/**']
const onPostgres = '**/*.pg.test.ts'
const ofTools = 'tools/**/*.test.ts'
/** Whole hubs in processes of their own, killed and started again. */
const ofCrashes = '**/*.crash.test.ts'

/** Pure as well, but for seconds: they search many cases, read whole corpora, or start programs. */
const thorough = '**/*.thorough.test.ts'

/** Whole hubs in one thread, on a fake clock and faulty ports. */
const simulated = '**/*.sim.test.ts'

const setupFiles = ['test/chance/seed.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          setupFiles,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...never, onPostgres, ofCrashes, simulated, thorough],
          // Pure tests share nothing, so they need no walls between files.
          isolate: false,
          maxWorkers: 2,
          // A bound for what hangs, not a mark for what is slow: machines are noisy.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'thorough',
          setupFiles,
          include: [thorough],
          exclude: never,
          isolate: false,
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'pg',
          setupFiles,
          include: [onPostgres],
          exclude: never,
          globalSetup: ['test/pg/server.ts'],
          maxWorkers: 2,
          // Bounds for what hangs, as above.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'simulation',
          setupFiles,
          include: [simulated],
          exclude: never,
          maxWorkers: 1,
          // The long version runs a thousand seeds.
          testTimeout: 5_400_000,
        },
      },
      {
        test: {
          name: 'crash',
          setupFiles,
          include: [ofCrashes],
          exclude: never,
          maxWorkers: 1,
          // Each starts several hubs; the test of many kills has a bound of its own.
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'tools',
          include: [ofTools],
          exclude: never,
          maxWorkers: 1,
          testTimeout: 300_000,
        },
      },
    ],
  },
})
