// A provider of somebody else, written against the published packages: each node is a network namespace of its own where this
// user may make some, and an address of this machine elsewhere.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { defineCluster, defineNode } from '@curfew/core/provider'

const module = new URL('driver.mjs', import.meta.url).href
const places = new Map()
let last = 0

export const defaults = { cwd: tmpdir(), env: { PATH: process.env.PATH, KIND_OF_NODE: 'own' }, umask: 0o027 }

export const ownNode = defineNode(({ isolated, folder }) => {
  let net
  return {
    name: 'own',
    host: () => net.host,
    up(signal, place) {
      net ??= isolated ? namespace(folder) : address()
      places.set(net.host, place)
    },
    down: () => net.down(),
    processes: () => ({ module, options: { namespace: net.namespace } }),
    defaults,
  }
})

/** A node in a namespace that there is not. */
export const brokenNode = defineNode(() => ({
  name: 'broken',
  host: '10.200.0.2',
  up: () => Promise.reject(new Error('there is no such network')),
}))

/** The node loses its network, as it sees it. */
export const lose = (node) => places.get(node.host).lost(new Error('the cable was pulled'))

export default function provider({ isolated, folder }) {
  const node = (options) => ownNode({ isolated, folder, ...options })
  const cluster = defineCluster(() => ({ nodes: (on) => [1, 2].map((n) => node({ name: `own${n}`, on })) }))
  return { name: 'own', node: () => node(), cluster: () => cluster() }
}

/** A namespace that is reached over a pair of interfaces; its number is nobody else's on this machine. */
function namespace(folder) {
  const number = freeNumber()
  const name = `cfp${number}`
  const [outer, inner] = [`cfpo${number}`, `cfpi${number}`]
  const net = `10.200.${Math.floor(number / 64)}`
  const at = (last) => `${net}.${4 * (number % 64) + last}`
  mkdirSync(path.join(folder, name), { recursive: true })
  ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name)
  ip('addr', 'add', `${at(1)}/30`, 'dev', outer)
  ip('link', 'set', outer, 'up')
  ip('-n', name, 'addr', 'add', `${at(2)}/30`, 'dev', inner)
  ip('-n', name, 'link', 'set', inner, 'up')
  ip('-n', name, 'link', 'set', 'lo', 'up')
  const down = () => {
    ip('link', 'del', outer)
    ip('netns', 'del', name)
    rmdirSync(path.join(folder, name))
  }
  return { namespace: name, host: at(2), down }
}

/** Makes the namespace `cfp<number>`, and so takes a number that nobody else on this machine has. */
function freeNumber() {
  for (let number = 1; number < 16_000; number += 1) {
    try {
      ip('netns', 'add', `cfp${number}`)
      return number
    } catch (error) {
      if (!String(error.stderr).includes('File exists')) throw error
    }
  }
  throw new Error('there are too many namespaces')
}

/** An address of this machine that no other node of this process has; ports are free or not whoever else uses it. */
function address() {
  last += 1
  return { namespace: undefined, host: `127.77.${process.pid % 250}.${(last % 250) + 1}`, down() {} }
}

function ip(...args) {
  execFileSync('ip', args, { stdio: 'pipe' })
}
