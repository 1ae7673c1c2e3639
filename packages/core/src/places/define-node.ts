import { checkNodeDefinition, type NodeDefinition } from './definition.ts'
import { placeParts } from './make-place.ts'
import { makeNode, type Node, type NodeOptions } from './node.ts'

/** Declares a node of one provider, with the options of that provider and those of every node. */
export type NodeFactory<Options extends object> = object extends Options
  ? (options?: Options & NodeOptions) => Node
  : (options: Options & NodeOptions) => Node

/**
 * Defines a kind of node, the only way to have nodes other than those of this machine.
 *
 * Guarantee: `up` resolves before anything starts on it, and `down` is called after everything on it is over, however the test
 * ends.
 *
 * @param define - Called once for each node; what it returns says how it comes up and where its processes run
 * @returns a function that declares such a node
 * @throws {BadOptionError} from that function, naming what is wrong with the definition
 * @example
 * export const sshNode = defineNode((options: { readonly host: string }) => ({
 *   host: options.host,
 *   up: (signal) => connect(options.host, signal),
 *   down: () => disconnect(options.host),
 *   processes: { module: import.meta.resolve('./ssh-driver.js'), options: { host: options.host } },
 *   defaults: { cwd: '/tmp', env: {} },
 * }))
 */
export function defineNode<Options extends object = object>(
  define: (options: Options) => NodeDefinition,
): NodeFactory<Options> {
  const factory = (options: Options & NodeOptions): Node => {
    const given = options ?? {}
    const definition: unknown = define(given)
    checkNodeDefinition(definition)
    return makeNode(placeParts(definition, given, undefined))
  }
  return factory as NodeFactory<Options>
}
