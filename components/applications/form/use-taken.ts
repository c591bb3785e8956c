'use client'
import { nameProblem } from '@/lib/client/names'
import { useOperation } from '@/lib/client/use-operation'
import { useSettled } from './use-settled'

interface Taken {
  /** There is an application of that name. */
  app: boolean
  /** It has a version of that name too. */
  version: boolean
}

/** Asks, as one types, whether the names are in use; what is not known yet is taken to be free. */
export function useTaken(appName: string, version: string): Taken {
  const app = useSettled(appName)
  const wanted = useSettled(version)
  const hasApp = nameProblem(app) === undefined
  const hasBoth = hasApp && nameProblem(wanted) === undefined
  const apps = useOperation('application/describeApplication', hasApp ? { appName: app } : null)
  const versions = useOperation(
    'application/describeApplicationVersion',
    hasBoth ? { appName: app, version: wanted } : null,
  )
  return {
    app: apps.data?.app.appName === appName,
    version: versions.data?.appVersion.appName === appName && versions.data.appVersion.version === version,
  }
}
