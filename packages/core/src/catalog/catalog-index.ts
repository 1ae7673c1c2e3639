import type { Declaration } from './declaration.ts'
import type { CatalogEntries, CatalogEntry } from './entry.ts'
import { validate } from './validate.ts'

/** The entries of a catalog that was found to be right, in order of declaration. */
export class CatalogIndex implements CatalogEntries {
  readonly names: readonly string[]
  readonly #entries: ReadonlyMap<string, CatalogEntry>

  /** @throws {CatalogError} or the error of the only mistake */
  constructor(declarations: readonly Declaration[]) {
    this.#entries = new Map(validate(declarations).map((entry) => [entry.name, entry]))
    this.names = [...this.#entries.keys()]
  }

  get(name: string): CatalogEntry | undefined {
    return this.#entries.get(name)
  }
}
