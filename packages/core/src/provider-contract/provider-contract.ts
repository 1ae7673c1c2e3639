import { inBed } from './bed.ts'
import { clusterCases } from './cluster-cases.ts'
import { nodeCases } from './node-cases.ts'
import { ownerCases } from './owner-cases.ts'
import { processCases } from './process-cases.ts'
import type { ProviderUnderTest } from './under-test.ts'

/** One promise of the contract. */
export interface ContractCase {
  readonly title: string
  /** Starts real processes, and rejects with an assertion error where the promise is broken. Ends everything that it began. */
  run(): Promise<void>
}

/**
 * The contract of a provider of nodes: what curfew promises of services holds on its nodes, too.
 *
 * @returns one case for each promise, free of each other; they start real processes, so give each 60 s
 * @example
 * for (const { title, run } of providerContract({ module: import.meta.resolve('../src/provider.js') })) test(title, run, 60_000)
 */
export function providerContract(provider: ProviderUnderTest): readonly ContractCase[] {
  const cases = [...nodeCases(provider), ...processCases, ...clusterCases, ...ownerCases]
  return cases.map(({ title, run }) => ({
    title,
    run: () => inBed(provider, run),
  }))
}
