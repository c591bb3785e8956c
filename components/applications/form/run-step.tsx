'use client'
import { ArchField } from './arch-field'
import { NetworkFields, QuotaFields, RestartField } from './run-fields'
import type { VersionForm } from './use-version-form'

/** Where it may run, how, and how much it may use. */
export function RunStep({ form }: { form: VersionForm }) {
  return (
    <>
      <ArchField form={form} />
      <RestartField form={form} />
      <NetworkFields form={form} />
      <QuotaFields form={form} />
    </>
  )
}
