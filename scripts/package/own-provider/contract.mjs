// Runs the contract of providers under the runner of Node: the cases need none of curfew's.
import process from 'node:process'
import { test } from 'node:test'
import { providerContract } from '@curfew/core/provider-contract'
import { brokenNode, defaults, lose } from './provider.mjs'

const module = new URL('provider.mjs', import.meta.url).href
const options = JSON.parse(process.env.PROVIDER_OPTIONS)
const broken = { node: () => brokenNode(), because: 'there is no such network' }

for (const { title, run } of providerContract({ module, options, defaults, broken, lose })) void test(title, run)
