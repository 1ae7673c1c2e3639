import type { AskOptions, NetworkAnswer } from '@curfew/core/process-port';
/** What this owner asks over the network at the moment. */
export declare class Asked {
    #private;
    /**
     * Asks, by a call with the serial that this question has; tells by `giveUp` that nobody waits for it any more.
     *
     * @throws the reason of the signal
     */
    during({ signal, connected }: AskOptions, call: (serial: number) => Promise<NetworkAnswer>, giveUp: (serial: number) => void): Promise<NetworkAnswer>;
    onConnected(serial: number, address: string): void;
}
