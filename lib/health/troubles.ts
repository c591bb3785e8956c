/** What is the matter with the work in the background, as whoever does it tells when it is asked. */
export class Troubles {
  readonly #sources = new Set<() => string | undefined>()

  /** @param source answers a sentence, or undefined while all is well. @returns what ends that */
  add(source: () => string | undefined): () => void {
    this.#sources.add(source)
    return () => this.#sources.delete(source)
  }

  get all(): string[] {
    return [...this.#sources].flatMap((source) => source() ?? [])
  }
}
