import { curfew } from '../../src/plugin.ts'

curfew()
curfew({ limits: { stopTimeoutMs: 100 }, signals: false, root: '.', nodes: 'local' })
curfew({ nodes: { name: 'local', clusterSize: 5 } })
curfew({ nodes: { module: './nodes.ts', options: { hosts: ['a'] } } })
// @ts-expect-error misspelt
curfew({ limit: {} })
// @ts-expect-error misspelt
curfew({ limits: { stopTimeout: 100 } })
// @ts-expect-error no such provider
curfew({ nodes: 'remote' })
