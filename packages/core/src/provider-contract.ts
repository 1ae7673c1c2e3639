/** What every provider of nodes has to keep to, as cases for any test runner. */
import './install.ts'

export { providerContract } from './provider-contract/provider-contract.ts'
export type { ContractCase } from './provider-contract/provider-contract.ts'
export type { ProviderUnderTest } from './provider-contract/under-test.ts'
