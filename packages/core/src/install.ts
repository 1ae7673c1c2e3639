import { createEngine } from './create-engine.js'
import { provideEngine } from './engine-access.js'

provideEngine(() => createEngine())
