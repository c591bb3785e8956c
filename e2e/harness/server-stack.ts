interface Server {
  stop(): Promise<void>
}

/** Servers that are started one after another and stopped together, the last one first. */
export class ServerStack {
  readonly #servers: Server[] = []

  /** The server once it runs; from then on it is stopped with the others. */
  async start<S extends Server>(starting: Promise<S>): Promise<S> {
    const server = await starting
    this.#servers.push(server)
    return server
  }

  /** Stops all of them, also where one does not stop as it should, which is an error. */
  async stop(): Promise<void> {
    const failures: unknown[] = []
    for (const server of this.#servers.splice(0).reverse()) {
      await server.stop().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not all servers stopped as they should')
  }
}
