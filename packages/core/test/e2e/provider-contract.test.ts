import { describe, test } from 'vitest'
import { providerContract } from '@curfew/core/provider-contract'

describe('the nodes of this machine keep the contract of providers', () => {
  const module = new URL('fixtures/local-provider.mjs', import.meta.url).href
  for (const { title, run } of providerContract({ module })) test(title, run)
})
