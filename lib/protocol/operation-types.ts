import type { z } from 'zod'
import type { JsonOperation } from './operation'
import type { embeddedOperations, operations } from './table'

type AnyOperation = (typeof operations)[number] | (typeof embeddedOperations)[number]
type Json = Extract<AnyOperation, JsonOperation>

/** `<module>/<operation>` of every operation that takes JSON. */
export type OperationPath = Json['path']

type At<P extends OperationPath> = Extract<Json, { readonly path: P }>

/** The content to send to an operation. */
export type InputOf<P extends OperationPath> = z.input<At<P>['input']>

/** The data that an operation answers. */
export type OutputOf<P extends OperationPath> = z.output<At<P>['output']>
