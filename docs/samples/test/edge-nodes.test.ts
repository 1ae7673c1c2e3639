// #region contract
import { fileURLToPath } from 'node:url'
import { test } from 'vitest'
import { providerContract } from '@curfew/core/provider-contract'

const module = fileURLToPath(new URL('../src/edge-nodes.js', import.meta.url))
const defaults = { env: { PATH: process.env['PATH'] ?? '', REGION: 'edge' }, umask: 0o027 }

for (const { title, run } of providerContract({ module, defaults })) test(title, run, 60_000)
// #endregion contract
