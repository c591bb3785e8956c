import type { z } from 'zod'
import type { App } from '@/lib/app'
import type { Caller } from '@/lib/auth/caller'
import type { Role } from '@/lib/auth/role'
import type { Tx } from '@/lib/db/db'
import type { Change } from '@/lib/events/change'
import type { AppError } from './errors'

/** What an operation is given besides its input. */
export interface Call {
  readonly app: App
  readonly caller: Caller
  /**
   * For a query the reading client. For a change the transaction that also keeps the answer to the message
   * (PROTOCOL.md §2), so that a message is carried out and answered, or neither: all that the operation writes goes
   * through it, and it waits for nothing but the database. Work on the cluster or the registry is left to the
   * reconciler, which `changed` wakes. The operation may run twice when the database finds a conflict.
   */
  readonly db: Tx
  /** Notes what changed; told to the reconciler and the open pages once it is committed. */
  changed(change: Omit<Change, 'tenant'>): void
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal
}

interface Described {
  /** `<module>/<operation>` below `/apulisEdge/api`. */
  readonly path: `${string}/${string}`
  readonly summary: string
  /** The least role that may call it. */
  readonly role: Role
}

/**
 * An operation with JSON in and out. `handle` answers the data, throws an `AppError` (nothing is kept), or returns
 * one (what it wrote is kept: a deployment that part of the nodes refused).
 */
export interface JsonOperation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Described {
  readonly kind: 'query' | 'change'
  /** A query whose answer depends on the tenant's records alone: it may be kept until they change. */
  readonly fromRecords?: true
  /** A change whose content holds passwords or keys: no plain hash of it is kept, from which they could be guessed. */
  readonly secret?: true
  readonly input: I
  readonly output: O
  // A method, not a property: the table holds operations of any input, which only a method's bivariance allows.
  handle(call: Call, input: z.output<I>): Promise<z.input<O> | AppError>
}

/** An operation whose request is `multipart/form-data` and streams; it has no envelope and keeps no answer. */
export interface UploadOperation<O extends z.ZodType = z.ZodType> extends Described {
  readonly kind: 'upload'
  /** The form's fields, for the description only. */
  readonly fields: Readonly<Record<string, 'text' | 'optional text' | 'file'>>
  /** What may be given in the query in place of the field of this name, for the description only. */
  readonly query?: readonly string[]
  readonly output: O
  handle(call: Call, request: Request): Promise<z.input<O>>
}

/** An operation of the table, whatever its types are. */
export type Operation = JsonOperation | UploadOperation

/** Checks that the parts of an operation fit together, and keeps its own types. */
export function operation<const P extends `${string}/${string}`, I extends z.ZodType, O extends z.ZodType>(
  definition: JsonOperation<I, O> & { readonly path: P },
): JsonOperation<I, O> & { readonly path: P } {
  return definition
}

export function uploadOperation<const P extends `${string}/${string}`, O extends z.ZodType>(
  definition: UploadOperation<O> & { readonly path: P },
): UploadOperation<O> & { readonly path: P } {
  return definition
}
