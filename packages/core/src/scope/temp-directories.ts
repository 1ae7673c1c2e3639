import { rm } from 'node:fs/promises'
import { captureDeclaredAt, describeDeclaredAt, type DeclaredAt } from '../location/declared-at.ts'
import type { Leak } from '../errors/leak-error.ts'
import { messageOf } from '../errors/message-of.ts'

/** The temporary directories of one scope. */
export class TempDirectories {
  readonly #made: { readonly path: string; readonly createdAt: DeclaredAt | undefined }[] = []

  get paths(): readonly string[] {
    return this.#made.map(({ path }) => path)
  }

  /** Takes a directory that was made for whoever calls. */
  add(path: string): string {
    this.#made.push({ path, createdAt: captureDeclaredAt() })
    return path
  }

  /** Removes all of them with what is in them; tells which could not be. */
  async remove(): Promise<readonly Leak[]> {
    const leaks = await Promise.all(
      this.#made.map(async ({ path, createdAt }): Promise<Leak | undefined> => {
        try {
          await rm(path, { recursive: true, force: true, maxRetries: 3 })
          return undefined
        } catch (error) {
          return {
            kind: 'directory',
            what: path,
            fate: `it could not be removed: ${messageOf(error)}`,
            service: undefined,
            createdAt: createdAt && describeDeclaredAt(createdAt),
          }
        }
      }),
    )
    return leaks.filter((leak) => leak !== undefined)
  }
}
