import { Socket } from 'node:net'
import process from 'node:process'

// Before any test file can mock the network: the probes of the engine, and its way to the supervisor, go past that.
const key = Symbol.for('curfew/network@1')
const holder = process as { [key]?: object }
holder[key] ??= { Socket, connect: Socket.prototype.connect }
