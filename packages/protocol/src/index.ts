/** What two processes or two packages of curfew must agree on. Depends on nothing, and importing it changes nothing. */
export {
  clearInterval,
  clearTimeout,
  delay,
  monotonicMs,
  nowMs,
  setImmediate,
  setInterval,
  setTimeout,
} from './clock.ts'
export { systemClock } from './clock.ts'
export type { Clock, Timer } from './clock.ts'
export { CurfewError, isCurfewError } from './errors/curfew-error.ts'
export { curfewErrorCodes } from './errors/codes.ts'
export type { CurfewErrorCode } from './errors/codes.ts'
export { intoRealm, isAggregateError, isError, raiseErrorsIn } from './errors/realm.ts'
export type { ErrorRealm } from './errors/realm.ts'
export { whyNotPrivate, whyUnsafe } from './folders/private-folder.ts'
export { whyForeign } from './folders/trusted-run.ts'
export { userDirectory } from './folders/user-directory.ts'
export type {
  HostDriver,
  HostDriverFacts,
  HostDriverModule,
  HostedIdentity,
  HostedProcess,
  HostedSurroundings,
  PastProcess,
  PastResource,
  PastSignal,
  PastSpawn,
  RestFacts,
} from './host-driver.ts'
export { defaultLimits, resolveLimits } from './limits.ts'
export type { Limits } from './limits.ts'
export { askNetwork } from './network/ask.ts'
export type {
  Ask,
  AskOptions,
  HttpAnswer,
  HttpQuestion,
  NetworkAnswer,
  NetworkQuestion,
  TlsTrust,
} from './network/ask.ts'
export { errorText } from './network/error-text.ts'
export { openSocket, takeOwnNetwork } from './network/own-network.ts'
export { isPrintable, printable, quoted } from './printable.ts'
export type {
  HostDriverOrder,
  HostReach,
  JournalEntry,
  KeptProcess,
  KilledProcess,
  LeakedPort,
  OutputLine,
  PortHolder,
  PortLease,
  PortLeaseRequest,
  PortTakenFacts,
  ProcessExit,
  ProcessHandle,
  ProcessHost,
  ProcessHostModule,
  ProcessHostOptions,
  ProcessInfo,
  ProcessLeak,
  ProcessLogOrder,
  ProcessSpawnOrder,
  ProcessStopPolicy,
  ProcessTreeEnd,
  ResourceOrder,
  SharedLease,
} from './process-host.ts'
export { identifyRecord, identitySuffix, outputRecord, parseRecord, recordText } from './record.ts'
export type { LogFields, RecordedLine, RecordIdentity } from './record.ts'
