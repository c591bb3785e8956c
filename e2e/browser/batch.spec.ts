import { freePort } from '@/lib/testing/free-port'
import { CSV_HEADER } from '../harness/batch-csv'
import { expect, test } from './console-test'
import { expectUsable } from './usable'

const csv = (...lines: string[]) => ({
  name: 'hall-3.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([CSV_HEADER, ...lines].join('\n')),
})

test('a batch install: a file with errors, one without, and what became of its machines', async ({
  signedIn: page,
}) => {
  test.setTimeout(180_000)
  const closed = await freePort()
  const line = (name: string, ip: string) => `${name},Generic,amd64,${ip},${closed},root,a password`

  await test.step('begin one from the list of nodes', async () => {
    await page.goto('/nodes')
    await page.getByRole('link', { name: 'Install many' }).click()
    await page.getByRole('button', { name: 'New batch' }).first().click()
    await expect(page.getByRole('button', { name: 'Choose a CSV file' })).toBeVisible()
    await expectUsable(page, 'a batch without machines')
  })

  await test.step('see the errors of a file line by line, and that nothing was taken', async () => {
    await page.locator('input[type=file]').setInputFiles(csv(line('bt-1', '127.0.0.1'), 'bt-2,Cray-1,amd64,,22,-l,x'))
    const errors = page.getByRole('region', { name: '3 errors in the file' })
    await expect(errors.getByRole('row')).toHaveCount(4)
    await expect(errors.getByRole('row').nth(2)).toHaveText(/3\s*ip\s*is empty/)
    await expect(page.getByText('No machines yet')).toBeVisible()
    await expectUsable(page, 'the errors of a file')
  })

  await test.step('take a file, and confirm', async () => {
    await page.locator('input[type=file]').setInputFiles(csv(line('bt-1', '127.0.0.1'), line('bt-2', '127.0.0.2')))
    await expect(page.getByRole('heading', { name: 'hall-3.csv' })).toBeVisible()
    await page.getByRole('button', { name: 'Install 2 machines' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectUsable(page, 'the question before the installation')
    await page.getByRole('dialog').getByRole('button', { name: 'Install', exact: true }).click()
  })

  await test.step('see why they failed, without a reload', async () => {
    await expect(page.getByText('0 of 2 machines installed')).toBeVisible({ timeout: 60_000 })
    const why = `127.0.0.2 takes no connection on port ${closed}. Is its SSH server running?`
    await expect(page.getByText(why)).toBeVisible()
    await expectUsable(page, 'a batch that has failed')
    await page.getByRole('button', { name: 'bt-2', exact: true }).click()
    await expect(page.getByRole('dialog').getByText(why)).toBeVisible()
    await expectUsable(page, 'the output of a machine')
    await page.keyboard.press('Escape')
  })

  await test.step('try them again', async () => {
    await page.getByRole('button', { name: 'Retry 2 failed' }).click()
    await expect(page.getByText('2 machines are tried again.')).toBeVisible()
    await expect(page.getByText('0 of 2 machines installed')).toBeVisible({ timeout: 60_000 })
  })

  await test.step('use it on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await expectUsable(page, 'a batch on a phone')
    await page.goto('/nodes/batch')
    await expect(page.getByRole('link', { name: 'hall-3.csv' })).toBeVisible()
    await expectUsable(page, 'the batches on a phone')
  })
})
