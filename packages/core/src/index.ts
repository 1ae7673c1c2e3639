import './install.js'

export { defineServices } from './catalog/catalog.js'
export type { AnyCatalog, Catalog, ServicesOf, WideScopesOf } from './catalog/catalog.js'
export type { ScopeKind } from './catalog/entry.js'

export { Service } from './service/service.js'
export type { StopOptions } from './service/service.js'
export type { ServiceOptions } from './service/options.js'
export { TaskService, taskService } from './service/task-service.js'
export type { TaskBody, TaskContext, TaskOptions, TaskResult } from './service/task-definition.js'
export { ProcessService, processService } from './service/process-service.js'
export type { ProcessAddress, ProcessOptions } from './service/process-definition.js'
export { ThreadService, threadService } from './service/thread-service.js'
export type { ThreadOptions } from './service/thread-definition.js'

export { http } from './readiness/http.js'
export type { HttpOptions, HttpsTrust } from './readiness/http.js'
export type { HttpStatusClass, HttpStatusOption } from './readiness/http-status.js'
export { tcp } from './readiness/tcp.js'
export type { TcpOptions } from './readiness/tcp.js'
export { logLine } from './readiness/log-line.js'
export type { LogLineOptions } from './readiness/log-line.js'
export { message } from './readiness/message.js'
export { completed } from './readiness/completed.js'
export { allOf } from './readiness/all-of.js'
export type { ProbeContext, Readiness, ReadinessFunction, ReadinessOption } from './readiness/readiness.js'
export type {
  Ask,
  AskOptions,
  HttpAnswer,
  HttpQuestion,
  NetworkAnswer,
  NetworkQuestion,
  TlsTrust,
} from './readiness/ask.js'

export type { ThreadBody, ThreadContext, ThreadDataOf, ThreadInOf, ThreadOutOf } from './service/thread-module.js'

export { ServiceList } from './list/service-list.js'
export type { PendingServiceList } from './list/pending-list.js'
export type { GradualStopOptions } from './list/gradual-stop.js'
export { findDetachedServices, findServicesByInstance, findServicesFromAllSources } from './list/registry.js'

export { Node } from './node/node.js'
export { Cluster } from './node/cluster.js'
export { LocalNode, localNode } from './node/local-node.js'
export { LocalCluster, localCluster } from './node/local-cluster.js'
export { localProvider } from './node/local-provider.js'
export type { NodeProvider } from './node/provider.js'

export type { PublicScope as Scope } from './scope/public-scope.js'
export type { Stack } from './scope/stack.js'
export type { ServiceVerdict, Verdict } from './scope/verdict.js'
export type { EndedHow, ForcedBy, Outcome, Transition } from './lifecycle/outcome.js'
export type { ServiceEvent, ServiceState } from './lifecycle/states.js'
export type { Limits } from './lifecycle/limits.js'
export type { RuntimeExit, RuntimeKind } from './runtime/runtime.js'
export type { OutputLine } from './process-port.js'
export type { KeptLine } from './logging/service-log.js'

export { CurfewError, isCurfewError } from './errors/curfew-error.js'
export { EngineMismatchError } from './errors/engine-mismatch-error.js'
export type { CurfewErrorCode } from './errors/curfew-error.js'
export {
  CatalogError,
  DependencyCycleError,
  DuplicateServiceError,
  ReservedNameError,
  ScopeMismatchError,
  UnknownDependencyError,
  UnreadableDependenciesError,
  WrongResultError,
} from './errors/catalog-errors.js'
export {
  CannotStartError,
  DependencyFailedError,
  ExitedWhileStartingError,
  LaunchError,
  NotStartedError,
  StartCalledOffError,
  StartTimeoutError,
  WaitCalledOffError,
} from './errors/start-errors.js'
export {
  CleanupFailedError,
  CleanupRefusedError,
  KilledError,
  LeftBehindError,
  LeftAliveError,
  NotStoppedInTimeError,
  ServiceCrashedError,
  StopFailedError,
  UncleanStopError,
} from './errors/stop-errors.js'
export {
  BadOptionError,
  NoScopeError,
  NoSuchServiceError,
  RunOverError,
  ScopeClosedError,
  ScopeStopTimeoutError,
  SharedServiceError,
} from './errors/scope-errors.js'
export { SelfStopError } from './errors/self-stop-error.js'
export { PortTakenError } from './errors/process-errors.js'
export {
  ThreadDataError,
  ThreadImportError,
  ThreadModuleNotFoundError,
  ThreadNotAliveError,
} from './errors/thread-errors.js'
export { CannotBecomeReadyError, NotReadyInTimeError, PortForeignError } from './errors/readiness-errors.js'
