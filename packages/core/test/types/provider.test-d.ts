import { expectTypeOf, test } from 'vitest'
import { Cluster, localNode, Node, Service } from '../../src/index.ts'
import { defineCluster, defineNode, defineRuntime, type NodeDefinition, type Runtime } from '../../src/provider.ts'

test('a node is made by what defineNode returns, with the options of its provider', () => {
  const ssh = defineNode((options: { readonly host: string; readonly user?: string }) => ({ host: options.host }))
  expectTypeOf(ssh({ host: '10.0.0.2', user: 'root', name: 'db1', tags: ['far'] })).toEqualTypeOf<Node>()
  // @ts-expect-error -- its host is required
  ssh()
  // @ts-expect-error -- there is no such option
  ssh({ host: '10.0.0.2', port: 22 })
  expectTypeOf(defineNode(() => ({ host: '10.0.0.2' }))()).toEqualTypeOf<Node>()
  // @ts-expect-error -- a node has an address
  defineNode(() => ({}))
  expectTypeOf<NodeDefinition['host']>().toEqualTypeOf<string | (() => string)>()
})

test('a cluster is made by what defineCluster returns', () => {
  const make = defineCluster((options: { readonly size?: number }) => ({
    nodes: (on) => Array.from({ length: options.size ?? 2 }, () => localNode({ on })),
  }))
  expectTypeOf(make()).toEqualTypeOf<Cluster>()
  expectTypeOf(make({ size: 3 })).toEqualTypeOf<Cluster>()
  // @ts-expect-error -- a cluster has nodes
  defineCluster(() => ({}))
})

test('there is no other way', () => {
  // @ts-expect-error -- its constructor is private
  class OwnNode extends Node {}
  // @ts-expect-error -- its constructor is private
  class OwnCluster extends Cluster {}
  // @ts-expect-error -- its constructor is private
  const made = () => new Node()
  class OwnService extends Service {
    constructor() {
      // @ts-expect-error -- no code outside of curfew has what it takes
      super({ kind: 'place', options: {}, createRuntime: () => {} })
    }
  }
})

test('a runtime says what its services are', () => {
  const create = (_options: { readonly image: string }) => ({}) as Runtime & { readonly address: string }
  class Container extends defineRuntime({ kind: 'container', create }) {
    get address(): string {
      return this.launched('address').address
    }
  }
  expectTypeOf(new Container({ image: 'redis', name: 'db' }).address).toEqualTypeOf<string>()
  // @ts-expect-error -- its image is required
  const without = () => new Container({ name: 'db' })
  // @ts-expect-error -- for those who extend it
  const outside = (container: Container) => container.launched('address')
})
