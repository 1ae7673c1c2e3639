import type { NodeProvider } from './provider.ts';
/** Options of {@link localProvider}. */
export interface LocalProviderOptions {
    /** Number of nodes of the fixture `cluster`. @default 3 */
    readonly clusterSize?: number | undefined;
}
/** Takes the fixtures `node` and `cluster` from this machine. */
export declare function localProvider(options?: LocalProviderOptions): NodeProvider;
