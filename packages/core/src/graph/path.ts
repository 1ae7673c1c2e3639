/** The shortest way from one to another, both included; `undefined` where there is none. */
export function pathBetween<T>(from: T, to: T, next: (here: T) => Iterable<T>): T[] | undefined {
  const cameFrom = new Map<T, T | undefined>([[from, undefined]])
  for (const [here] of cameFrom) {
    if (here === to) {
      const path: T[] = []
      for (let step: T | undefined = here; step !== undefined; step = cameFrom.get(step)) path.unshift(step)
      return path
    }
    for (const further of next(here)) if (!cameFrom.has(further)) cameFrom.set(further, here)
  }
  return undefined
}
