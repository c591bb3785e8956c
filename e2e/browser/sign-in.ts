import type { Page } from '@playwright/test'
import type { TestConsole } from '../harness/console'
import { requestsUnderWay } from './settled'

export async function signIn(page: Page, { url, adminPassword }: TestConsole): Promise<void> {
  requestsUnderWay(page) // from the first one on
  await page.goto(`${url}/login`)
  await page.locator('input[autocomplete=username]').fill('admin')
  await page.locator('input[autocomplete=current-password]').fill(adminPassword)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(`${url}/`)
}
