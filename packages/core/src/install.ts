import { createEngine } from './create-engine.ts'
import { provideEngine } from './engine-access.ts'

provideEngine(() => createEngine())
