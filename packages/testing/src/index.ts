export { FakeRuntime, FakeService } from './fake-service.js'
export type { FakeBehaviour, FakeEvent } from './fake-service.js'
export { VirtualClock } from './virtual-clock.js'
