/** What fails the owner of a scope, the first cause first. One that can be awaited counts only if somebody has not. */
export class CollectedErrors {
  readonly #reports = new Map<Error, (() => boolean)[]>()

  add(error: Error, wasAwaited: () => boolean = () => false): void {
    this.#reports.set(error, [...(this.#reports.get(error) ?? []), wasAwaited])
  }

  /** Those that count now. */
  get counting(): readonly Error[] {
    return [...this.#reports]
      .filter(([, reports]) => reports.some((wasAwaited) => !wasAwaited()))
      .map(([error]) => error)
  }
}
