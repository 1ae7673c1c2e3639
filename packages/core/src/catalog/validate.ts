import type { CurfewError } from '@curfew/protocol'
import { findCycles } from '../graph/cycles.ts'
import type { Link } from '../graph/edge.ts'
import { closestName } from '../options/closest-name.ts'
import type { Declaration } from './declaration.ts'
import { scopeKinds, type CatalogEntry } from './entry.ts'
import {
  CatalogError,
  DependencyCycleError,
  DuplicateServiceError,
  ScopeMismatchError,
  UnknownDependencyError,
} from '../errors/catalog-errors.ts'
import { builtInNames } from './names.ts'

/**
 * Checks the declarations of a catalog, with all dependencies that are known before anything starts.
 *
 * Guarantee: all mistakes are reported at once. What cannot be told because of another mistake is not guessed at: the
 * second of two services of one name is in no further check.
 *
 * @returns The entries, in order of declaration
 * @throws The error of the only mistake, or {@link CatalogError} with all
 */
export function validate(declarations: readonly Declaration[]): readonly CatalogEntry[] {
  const distinct = [...new Set(declarations)]
  const declared = Map.groupBy(distinct, ({ name }) => name)
  const entries = new Map<string, CatalogEntry>()
  for (const { name, read } of distinct) if (read.entry && !entries.has(name)) entries.set(name, read.entry)

  const errors = [
    ...distinct.flatMap(({ read }) => read.problems),
    ...duplicates(declared),
    ...unknowns(entries, [...declared.keys()]),
    ...mismatches(entries),
    ...cycles(entries),
  ]
  if (errors.length > 1) throw new CatalogError(errors)
  if (errors[0] !== undefined) throw errors[0]
  return [...entries.values()]
}

function duplicates(declared: ReadonlyMap<string, readonly Declaration[]>): readonly CurfewError[] {
  return [...declared]
    .filter(([, same]) => same.length > 1)
    .map(
      ([name, same]) =>
        new DuplicateServiceError(
          // oxlint-disable-next-line typescript/no-unnecessary-type-conversion -- what is no string is refused beside this
          String(name),
          same.map(({ declaredAt }) => declaredAt),
        ),
    )
}

function unknowns(entries: ReadonlyMap<string, CatalogEntry>, declared: readonly string[]): readonly CurfewError[] {
  // A name that was declared wrongly is known all the same: its own error is enough.
  const names = [...declared, ...builtInNames]
  return [...entries.values()].flatMap((entry) =>
    entry.needs
      .filter((need) => !names.includes(need))
      .map((need) => {
        const suggestion = closestName(need, names)
        return new UnknownDependencyError(entry, need, { kind: entry.needKinds[need] ?? 'needs', suggestion, names })
      }),
  )
}

function mismatches(entries: ReadonlyMap<string, CatalogEntry>): readonly CurfewError[] {
  return [...entries.values()].flatMap((entry) =>
    entry.needs
      .flatMap((need) => entries.get(need) ?? [])
      .filter(({ scope }) => scopeKinds.indexOf(scope) < scopeKinds.indexOf(entry.scope))
      .map((dependency) => new ScopeMismatchError(entry, dependency)),
  )
}

function cycles(entries: ReadonlyMap<string, CatalogEntry>): readonly CurfewError[] {
  const nodes = [...entries.values()]
  const links = nodes.flatMap((entry) =>
    entry.needs.flatMap((need): Link<CatalogEntry>[] => {
      const dependency = entries.get(need)
      return dependency === undefined ? [] : [[entry, dependency]]
    }),
  )
  const found = findCycles(nodes, links).map((members) =>
    members.map(({ name, declaredAt, needKinds }, index) => {
      const next = members[(index + 1) % members.length]
      return { name, declaredAt, kind: next && needKinds[next.name] }
    }),
  )
  return found.map((members) => new DependencyCycleError([members]))
}
