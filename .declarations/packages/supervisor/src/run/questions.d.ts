import { type NetworkAnswer, type NetworkQuestion } from '@curfew/core/process-port';
/** What one owner asks over the network, by its own serials: asked by this process, whose network nobody mocks. */
export declare class Questions {
    #private;
    /** @param connected - Called when a connection was accepted, before the answer */
    constructor(connected: (serial: number, address: string) => void);
    ask(serial: number, question: NetworkQuestion): Promise<NetworkAnswer>;
    end(serial: number): void;
    endAll(): void;
}
