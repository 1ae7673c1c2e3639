/** What trying to listen on an address told: `free`, `taken`, or `unknown` where this machine cannot tell. */
export type BindAnswer = 'free' | 'taken' | 'unknown';
/** Whether a service could listen there now; asked by listening for a moment, on every address that the host names. */
export declare function canBind(host: string, port: number): Promise<BindAnswer>;
