import type { IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import formidable, { type Part } from 'formidable'
import { bodyChunks } from './body'
import { AppError } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'

const MAX_FIELDS = 20
const MAX_FIELD_BYTES = 64 * 1024
/** What the form's boundaries and part headers may add to the file. */
const FORM_OVERHEAD_BYTES = MAX_FIELD_BYTES + 16 * 1024

interface FormOptions<T> {
  maxBytes: number
  /** The field of the form that the file is expected in. */
  fileField?: string
  /** Reads the file while it comes in; the text fields sent before it are known by then. */
  takeFile(bytes: AsyncIterable<Buffer>, fileName: string, fields: ReadonlyMap<string, string>): Promise<T>
}

export interface UploadForm<T> {
  fields: ReadonlyMap<string, string>
  fileName: string
  /** What `takeFile` made of it. */
  taken: T
}

/**
 * Reads a `multipart/form-data` request with exactly one file. The file is never held: it goes
 * to `takeFile` as fast as that reads. The first thing that goes wrong ends the reading, and what is left of the body
 * stays unread.
 * @throws AppError 20001 no such form, 30006 too large, and whatever `takeFile` throws
 */
export async function readUploadForm<T>(request: Request, options: FormOptions<T>): Promise<UploadForm<T>> {
  checkHead(request, options.maxBytes)
  const reading = new FormReading(request, options)
  return reading.run()
}

function checkHead(request: Request, maxBytes: number): void {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(type)) throw failure('notForm', {})
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes)
}

function tooLarge(maxBytes: number): AppError {
  return failure('fileTooLarge', { maxBytes })
}

class FormReading<T> {
  private readonly body: Readable
  private readonly fields = new Map<string, string>()
  private file: PassThrough | undefined
  private fileName = ''
  private taken: Promise<T> | undefined
  /** What went wrong first; all that follows is its consequence. */
  private failure: unknown

  constructor(
    private readonly request: Request,
    private readonly options: FormOptions<T>,
  ) {
    this.body = Readable.from(bodyChunks(request), { objectMode: false, highWaterMark: 256 * 1024 })
  }

  async run(): Promise<UploadForm<T>> {
    const form = this.createForm()
    try {
      await form.parse(this.asIncoming())
      if (this.taken === undefined) throw failure('fileMissing', { field: this.options.fileField ?? 'file' })
      return { fields: this.fields, fileName: this.fileName, taken: await this.taken }
    } catch (error) {
      this.fail(await this.causeOf(error))
      await this.taken?.catch(() => undefined) // it ends with what failed here, and has cleaned up by then
      throw this.failure
    }
  }

  private createForm() {
    const form = formidable({
      allowEmptyFiles: true,
      minFileSize: 0,
      maxFileSize: Infinity, // counted in `limited`: formidable looks at one file's size only when all of it is there
      maxFields: MAX_FIELDS,
      maxFieldsSize: MAX_FIELD_BYTES,
      fileWriteStreamHandler: () => this.openFile(),
    })
    form.onPart = (part) => {
      if (!this.accepts(part)) return
      // formidable tells a file by its type, which a client need not send.
      if (part.originalFilename !== null) part.mimetype ??= 'application/octet-stream'
      return form._handlePart(part) // a promise, whatever its type says: formidable waits for it
    }
    form.on('field', (name: string, value: string) => {
      this.fields.set(name, value)
    })
    return form
  }

  /** formidable hears of no error of `onPart`: what was thrown there would end the process, or the form would go on. */
  private accepts(part: Part): boolean {
    try {
      this.checkPart(part)
      return true
    } catch (error) {
      this.fail(error)
      return false
    }
  }

  private checkPart({ name, originalFilename, mimetype }: Part): void {
    const isFile = originalFilename !== null || mimetype !== null
    if (!isFile) return
    if (this.file !== undefined) throw failure('severalFiles', { field: this.options.fileField ?? 'file' })
    const { fileField = 'file' } = this.options
    if (name !== fileField) throw failure('wrongFileField', { field: name ?? '', expected: fileField })
    this.fileName = originalFilename ?? ''
  }

  private openFile(): PassThrough {
    const file = new PassThrough({ highWaterMark: 1024 * 1024 })
    file.on('error', () => undefined) // the reader is told by its own loop
    this.file = file
    this.taken = this.options.takeFile(limited(file, this.options.maxBytes), this.fileName, this.fields)
    this.taken.then(
      () => file.resume(), // bytes after the archive's end
      (error: unknown) => this.fail(error),
    )
    return file
  }

  /** Where the reader gave up the file, formidable may be the first to say so: it could no longer write to it. */
  private async causeOf(error: unknown): Promise<unknown> {
    const isOfFile = error instanceof Error && error.name === 'AbortError' && this.file?.destroyed === true
    if (!isOfFile) return error
    try {
      await this.taken
      return error
    } catch (cause) {
      return cause
    }
  }

  private fail(error: unknown): void {
    this.failure ??= this.translate(error)
    const reason = this.failure instanceof Error ? this.failure : new Error(String(this.failure))
    this.file?.destroy(reason)
    this.body.destroy(reason)
  }

  private translate(error: unknown): unknown {
    if (error instanceof AppError || !(error instanceof Error)) return error
    if (this.request.signal.aborted) return failure('uploadCutOff', {})
    const code = 'code' in error ? error.code : undefined
    // formidable's own errors have numbers for codes: all of them mean that the form is not as it must be.
    if (typeof code === 'number') return failure('formUnreadable', { why: error.message })
    return error
  }

  /** formidable uses nothing of a request but its stream and its headers. */
  private asIncoming(): IncomingMessage {
    const headers = Object.fromEntries(this.request.headers)
    // Without either header formidable takes the body for empty.
    if (headers['content-length'] === undefined) headers['transfer-encoding'] = 'chunked'
    return Object.assign(this.body, { headers }) as unknown as IncomingMessage
  }
}

async function* limited(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    yield chunk
  }
}
