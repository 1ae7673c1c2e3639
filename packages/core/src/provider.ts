/** What packages are built on that bring nodes, clusters, runtimes or presets. Not for tests. */
import './install.ts'

export { defineNode } from './places/define-node.ts'
export type { NodeFactory } from './places/define-node.ts'
export { defineCluster } from './places/define-cluster.ts'
export type { ClusterFactory } from './places/define-cluster.ts'
export type { ClusterDefinition, NodeDefinition, PlaceDefinition, UpPlace } from './places/definition.ts'
export { localProvider } from './places/local/local-provider.ts'
export type { LocalProviderOptions } from './places/local/local-provider.ts'
export type { NodeProvider } from './places/provider.ts'
export { Node } from './places/node.ts'
export type { NodeOptions } from './places/node.ts'
export { Cluster } from './places/cluster.ts'
export type { ClusterOptions } from './places/cluster.ts'

export { defineRuntime } from './service/define-runtime.ts'
export type {
  RuntimeDefinition,
  RuntimeService,
  RuntimeServiceClass,
  RuntimeServiceOptions,
  RuntimeSurroundings,
} from './service/define-runtime.ts'
export type {
  KilledPart,
  LaunchContext,
  ProbeTarget,
  ProcessDefaults,
  Runtime,
  RuntimeEnd,
  RuntimeExit,
  RuntimePlace,
} from './runtime/runtime.ts'
export type {
  HostDriver,
  HostDriverFacts,
  HostDriverModule,
  HostDriverOrder,
  HostedIdentity,
  HostedProcess,
  HostedSurroundings,
  PastProcess,
  PastResource,
  PastSignal,
  PastSpawn,
  RestFacts,
} from '@curfew/protocol'
