import { defineConfig } from '@playwright/test'
import { CHROMIUM_OPTIONS } from './e2e/harness/chromium'

export default defineConfig({
  testDir: 'e2e/browser',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // A console and its browser fill two cores; files that name no console of their own share one.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  use: {
    browserName: 'chromium',
    actionTimeout: 20_000,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: CHROMIUM_OPTIONS,
  },
})
