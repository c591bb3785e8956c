import path from 'node:path'
import { links } from '@/lib/client/links'
import { TestConsole } from '../harness/console'
import { expect, test } from './console-test'
import { words } from './page-list'
import { signIn } from './sign-in'

const { unreachable } = words('en', 'shell')

test('a cluster and a registry that are away are told on every page, until they are back', async ({ page }) => {
  test.setTimeout(240_000)
  // Another console's embedded cluster and registry are a cluster and a registry that can be killed.
  const other = await TestConsole.start()
  try {
    const env = {
      KUBECONFIG: path.join(other.dataDir, 'kubeconfig.yaml'),
      CLOUDCORE_ADDRESS: '192.0.2.10',
      REGISTRY_URL: other.url,
      REGISTRY_USERNAME: 'admin',
      REGISTRY_PASSWORD: other.adminPassword,
    }
    const console_ = await TestConsole.start({ env })
    try {
      await signIn(page, console_)
      await page.goto(`${console_.url}${links.nodes}`)
      await expect(page.getByText('No nodes yet')).toBeVisible()
      await expect(page.getByText(unreachable.cluster)).toBeHidden()
      await other.kill9()
      const away = async () => {
        await page.reload()
        await expect(page.getByText(unreachable.cluster)).toBeVisible({ timeout: 5000 })
        await expect(page.getByText(unreachable.registry)).toBeVisible({ timeout: 5000 })
      }
      await expect(away).toPass({ timeout: 60_000 })
      await page.goto(`${console_.url}${links.deployments}`)
      await expect(page.getByText(unreachable.cluster)).toBeVisible()
      await other.run()
      for (const text of [unreachable.cluster, unreachable.registry])
        await expect(page.getByText(text)).toBeHidden({ timeout: 60_000 })
    } finally {
      await console_.stop()
    }
  } finally {
    await other.stop()
  }
})
