import { takeOwnNetwork } from '@curfew/protocol'
import { createEngine } from './engine/engine.ts'
import { provideEngine } from './engine-access.ts'

provideEngine(() => createEngine())
// Before a test that this process runs can mock it.
takeOwnNetwork()
