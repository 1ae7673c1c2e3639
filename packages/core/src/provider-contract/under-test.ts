import type { Node } from '../places/node.ts'
import type { ProcessDefaults } from '../runtime/runtime.ts'

/** A provider, as its contract needs it. */
export interface ProviderUnderTest {
  /**
   * Path or `file:` URL of the module whose default export is its `NodeProvider`, or a function that returns one, as for the
   * option `nodes.module`. It is loaded by another process as well.
   */
  readonly module: string
  /** Handed to that function; plain data. */
  readonly options?: unknown
  /** An executable of Node.js on its nodes. @default that of this process */
  readonly nodeCommand?: string | undefined
  /** What its processes have where a service does not say. @default what this process has */
  readonly defaults?: ProcessDefaults | undefined
  /** Makes a node that cannot come up, with the text that its error has to have. Without it there is no case for it. */
  readonly broken?: { readonly node: () => Node; readonly because: string } | undefined
  /** Makes a running node lose its connection for a moment. Without it there is no case for it. */
  readonly lose?: ((node: Node) => void | Promise<void>) | undefined
}
