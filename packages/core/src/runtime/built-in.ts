import { placeTable, processTable, taskTable, threadTable } from '../options/option-tables.ts'
import type { RuntimeTraits } from './traits.ts'

/** An async function in this process. */
export const taskTraits: RuntimeTraits = {
  kind: 'task',
  what: 'a task',
  options: taskTable,
  isPlace: false,
  isHosted: false,
  mayExit: true,
  canBeKilled: false,
}

/** A worker thread of this process. */
export const threadTraits: RuntimeTraits = {
  kind: 'thread',
  what: 'a thread',
  options: threadTable,
  isPlace: false,
  isHosted: false,
  mayExit: false,
  canBeKilled: true,
}

/** A process with all its descendants. */
export const processTraits: RuntimeTraits = {
  kind: 'process',
  what: 'a process',
  options: processTable,
  isPlace: false,
  isHosted: true,
  mayExit: false,
  canBeKilled: true,
  stopOptions: 'cleanExits or stopSignal of this service',
  endAlone: (service) => `end it alone, with ${service}.expectExit() and then ${service}.signal('SIGKILL')`,
}

/** A node or a cluster. */
export const placeTraits: RuntimeTraits = {
  kind: 'place',
  what: 'a node or cluster',
  options: placeTable,
  isPlace: true,
  isHosted: false,
  mayExit: false,
  canBeKilled: true,
  endAlone: () => 'suspend() and resume() of a node, under which its services live on',
}
