import { AsyncLocalStorage } from 'node:async_hooks'
import { pino, type Logger, type LoggerOptions } from 'pino'

/** What every line of a request carries. */
interface RequestFields {
  msg_id?: string
  request_id?: string
}

const request = new AsyncLocalStorage<RequestFields>()

/** One JSON object a line on standard output; lines written while a request is served carry its msg_id. */
export function createLog(level: string): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => request.getStore() ?? {},
    redact: {
      paths: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization'],
      censor: '***',
    },
  }
  // A reader that is slow holds up no request, and one that has stopped is not waited for: lines over 16 MiB are dropped.
  // What is not written yet when the process ends is written then.
  return pino(options, pino.destination({ dest: 1, sync: false, maxLength: 16 << 20 }))
}

/** Runs `work` so that every log line written in it carries the fields. */
export function withRequestFields<T>(fields: RequestFields, work: () => T): T {
  return request.run(fields, work)
}

/** Adds a field to the lines that the current request still writes; does nothing outside a request. */
export function addRequestFields(fields: RequestFields): void {
  const store = request.getStore()
  if (store) Object.assign(store, fields)
}
