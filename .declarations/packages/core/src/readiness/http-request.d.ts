import type { Socket } from 'node:net';
import type { HttpAnswer, HttpQuestion } from './ask.ts';
/** A request, and to whom it goes. */
interface AddressedQuestion extends HttpQuestion {
    readonly host: string;
    readonly port: number;
}
/** Loads what a question needs; to be called while the service boots, so that its first answer does not wait for it. */
export declare function loadHttp(usesTls: boolean): void;
/** Makes a request over a socket, which is the caller's to destroy. */
export declare function request(socket: Socket, question: AddressedQuestion): Promise<HttpAnswer>;
export {};
