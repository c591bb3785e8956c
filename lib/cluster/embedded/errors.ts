/** What an embedded cluster refuses, or why it does not start. */
export class EmbeddedClusterError extends Error {
  constructor(
    readonly code: 'TokenRefused' | 'NodeNotFound' | 'NodeExists' | 'InvalidNode' | 'StartFailed' | 'Stopped',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'EmbeddedClusterError'
  }
}
