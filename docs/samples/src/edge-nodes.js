import process from 'node:process'
// #region define
import { defineCluster, defineNode } from '@curfew/core/provider'

export const edgeNode = defineNode(({ host = '127.0.0.20' }) => ({
  name: 'edge',
  host,
  up: async (signal) => signal.throwIfAborted(), // connect, create, boot …
  down: async () => {}, // … and the reverse
  defaults: { env: { PATH: process.env.PATH ?? '', REGION: 'edge' }, umask: 0o027 },
}))

export const edgeCluster = defineCluster(() => ({
  nodes: (cluster) => [1, 2].map((n) => edgeNode({ name: `edge${n}`, host: `127.0.0.${20 + n}`, on: cluster })),
}))

// For the option `nodes: { module: './src/edge-nodes.js' }`: where the fixtures `node` and `cluster` come from.
export default { name: 'edge', node: () => edgeNode(), cluster: () => edgeCluster() }
// #endregion define
