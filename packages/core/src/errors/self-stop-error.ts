import type { EdgeKind } from '../graph/edge.ts'
import { CurfewError } from '@curfew/protocol'
import { withFacts } from './fact-lines.ts'

/** A service on the way from the one that asked for a stop to the one that was to be stopped. */
export interface ChainLink {
  readonly name: string
  /** How a service that needs it can end it alone; `undefined` where it cannot. */
  readonly endAlone?: string | undefined
  /** How it needs the next one, or that the next one waits for it; `undefined` where it only belongs to it, and for the last one. */
  readonly need: EdgeKind | 'awaited' | undefined
}

/** A service asked for a stop that cannot be over before that service itself is. */
export class SelfStopError extends CurfewError {
  static override readonly code = 'CURFEW_SELF_STOP'
  /** The name of the service that asked. */
  readonly service: string
  /** The name of what was to be stopped; that of the service itself, if it wanted to stop itself. */
  readonly target: string
  /** Names on the way from the one to the other, both included: each has to be over before the next one. */
  readonly chain: readonly string[]

  /**
   * @param verb - What was asked for, e.g. `stop`
   * @param where - The code of the service that asked
   */
  constructor(verb: string, links: readonly ChainLink[], where: 'body' | 'clean-up' = 'body') {
    const chain = links.map(({ name }) => name)
    const [asker = ''] = chain
    const target = chain.at(-1) ?? asker
    const why =
      links.length === 1
        ? `it would wait for its own end`
        : `"${asker}" has to be over${where === 'body' ? '' : ' and cleaned up'} before "${target}" is, so it would wait for its own end`
    super(
      withFacts(`Service "${asker}" cannot ${verb} ${links.length === 1 ? 'itself' : `"${target}"`}: ${why}.`, [
        ...(links.length === 1 ? [] : [['Because', because(links)] as const]),
        ['Instead', links.length === 1 ? endItself[where] : instead(links)],
      ]),
    )
    this.service = asker
    this.target = target
    this.chain = chain
  }
}

const endItself = {
  body: 'return or throw in its body, or have the test stop it',
  'clean-up': 'leave it out: the service is over, and its clean-up ends by itself',
}

const verbs: Partial<Record<NonNullable<ChainLink['need']>, string>> = {
  on: 'is on',
  member: 'is part of',
  awaited: 'is awaited by',
}

/** `chaos needs api, which is on node` */
function because(links: readonly ChainLink[]): string {
  return links.slice(1).reduce((text, { name }, index) => {
    const need = links[index]?.need
    const verb = need === undefined ? 'belongs to' : (verbs[need] ?? 'needs')
    return `${text}${index === 0 ? '' : ', which'} ${verb} ${name}`
  }, links[0]?.name ?? '')
}

function instead(links: readonly ChainLink[]): string {
  if (links.some(({ need }) => need === 'awaited')) return 'let only one of them wait for the other'
  const endAlone = links.at(-1)?.endAlone
  const byTest = 'have the test do it, and not a service that needs it'
  return endAlone === undefined ? byTest : `${endAlone} · ${byTest}`
}
