import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const alias = { '@': import.meta.dirname }
const browserLike = ['components/**/*.test.ts?(x)', 'lib/client/**/*.test.ts?(x)', 'app/**/*.test.tsx']
const contract = ['e2e/contract/**/*.test.ts']

export default defineConfig({
  test: {
    // Real servers and compilers beside the tests: two cores are easily busy.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['lib/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...browserLike, '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [react()],
        resolve: { alias },
        test: { name: 'components', environment: 'happy-dom', include: browserLike, testTimeout: 30_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          environment: 'node',
          include: contract,
          testTimeout: 60_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'faults',
          environment: 'node',
          include: ['e2e/faults/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'cluster',
          environment: 'node',
          include: [
            'e2e/cluster/**/*.test.ts',
            'lib/cluster/conformance/**/*.test.ts',
            'lib/reconciler/**/*.test.ts',
            'lib/registry/pull-secret.test.ts',
          ],
          globalSetup: 'e2e/cluster/real-api-server.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
