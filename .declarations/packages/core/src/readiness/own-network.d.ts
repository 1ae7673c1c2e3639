import type { IpcSocketConnectOpts, Socket, TcpSocketConnectOpts } from 'node:net';
/** Opens a socket as `net.connect()` does, but past any mock of the network in this process. */
export declare function openSocket(to: TcpSocketConnectOpts | IpcSocketConnectOpts): Socket;
