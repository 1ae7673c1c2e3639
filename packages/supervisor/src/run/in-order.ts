/** Something that other things may need. */
export interface Needing {
  readonly id: string
  /** Ids of all that it needs, directly or through others. */
  readonly needs: ReadonlySet<string>
}

/**
 * Ends things as their scope would have: each after all that needs it, those with no path between them at the same time.
 *
 * @param end - Ends one of them; called once for each
 * @returns what `end` did, in the order of `things`
 */
export function endInOrder<Thing extends Needing, Result>(
  things: readonly Thing[],
  end: (thing: Thing) => Promise<Result>,
): Promise<readonly Result[]> {
  const ending = new Map<string, Promise<Result>>()

  const endOne = (thing: Thing, path: ReadonlySet<string>): Promise<Result> => {
    const { id } = thing
    const known = ending.get(id)
    if (known !== undefined) return known
    const through = new Set([...path, id])
    // A cycle cannot come from a graph; if one came all the same, it must not keep everything alive.
    const dependants = things.filter((other) => other.needs.has(id) && !through.has(other.id))
    const promise = Promise.all(dependants.map((other) => endOne(other, through))).then(() => end(thing))
    ending.set(id, promise)
    return promise
  }
  return Promise.all(things.map((thing) => endOne(thing, new Set())))
}
