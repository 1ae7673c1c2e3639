import { requireOptions } from '../../options/options-check.ts'
import { localNodeTable } from '../../options/option-tables.ts'
import { placeParts } from '../make-place.ts'
import { makeNode, type Node, type NodeOptions } from '../node.ts'

/** Options of {@link localNode}. */
export interface LocalNodeOptions extends NodeOptions {
  /** A loopback address. @default '127.0.0.1' */
  readonly host?: string | undefined
}

/** Declares a node on this machine, at a loopback address of its own. */
export function localNode(options: LocalNodeOptions = {}): Node {
  requireOptions('localNode', options, `localNode({ host: '127.0.0.1' })`)
  return makeNode(placeParts({ host: options.host ?? '127.0.0.1' }, options, localNodeTable))
}
