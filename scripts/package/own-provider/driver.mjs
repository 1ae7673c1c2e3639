// A host driver of somebody else: runs processes in a network namespace (`options.namespace`), or beside the supervisor without one.
// What belongs to a process is found by a variable that all of its tree inherits.
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'

const mark = 'CURFEW_OWN_PROVIDER'

export function createHostDriver({ namespace }, { run }) {
  const inside = namespace === undefined ? [] : ['nsenter', `--net=/run/netns/${namespace}`, '--']
  const leased = new Map()

  return {
    async spawn(order, around) {
      const command = found(order)
      const [file, ...args] = [...inside, command, ...order.args]
      const before = process.umask(order.umask)
      const child = spawn(file, args, {
        cwd: order.cwd,
        env: { ...order.env, [mark]: markOf(order.id) },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      process.umask(before)
      for (const stream of ['stdout', 'stderr']) child[stream].on('data', (bytes) => around.write(stream, bytes))
      const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
      const closed = new Promise((resolve) => child.once('close', resolve))
      await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
      return hosted(order, child.pid, { exited, closed }, around)
    },
    adopt({ order, spawned }, around) {
      const [pid = spawned?.pid] = treeOf(order.id)
      if (treeOf(order.id).length === 0) return undefined
      const exited = (async () => {
        while (startTimeOf(pid) !== undefined) await setTimeout(20)
        return { code: null, signal: null }
      })()
      return hosted(order, pid, { exited, closed: exited }, around)
    },
    async leasePorts({ id, host, names, fixed }) {
      const ports = {}
      for (const name of names) {
        const port = fixed[name] ?? freePort(host)
        const holder = listenerOf(host, port)
        if (holder !== undefined) return { ok: false, taken: { port, host, holder } }
        ports[name] = port
        leased.set(`${host}:${port}`, id)
      }
      return { ok: true, ports }
    },
    async releasePorts(id) {
      for (const [address, holder] of leased) if (holder === id) leased.delete(address)
    },
  }

  function markOf(id) {
    return `${run}/${id}`
  }

  function hosted(order, pid, { exited, closed }, { asked, killed }) {
    const tree = () => treeOf(order.id)
    const identities = () => tree().map((each) => ({ pid: each, startTime: startTimeOf(each) ?? 0 }))
    return {
      pid,
      startTime: startTimeOf(pid) ?? 0,
      startedAtMs: Date.now(),
      containment: namespace === undefined ? 'mark' : 'namespace',
      exited,
      ask(signal) {
        const told = identities()
        asked(signal, told)
        for (const each of told) send(each.pid, signal)
      },
      signal: (signal) => send(pid, signal),
      async kill(killTimeoutMs) {
        const victims = tree().map((each) => ({ ...infoOf(each), asked: false }))
        killed(victims)
        const endMs = Date.now() + killTimeoutMs
        for (; tree().length > 0 && Date.now() < endMs; await setTimeout(5))
          for (const each of tree()) send(each, 'SIGKILL')
        await Promise.race([closed, setTimeout(killTimeoutMs, undefined, { ref: false })])
        const survivors = tree().map(infoOf)
        return { gone: survivors.length === 0, survivors, suspects: [], killed: victims, leftBehind: [] }
      },
      portHolder(host, port) {
        const holder = listenerOf(host, port)
        if (holder === undefined) return { state: 'none' }
        return tree().includes(holder.pid) ? { state: 'ours', pid: holder.pid } : { state: 'foreign', holder }
      },
      pids: tree,
    }
  }

  /** Living processes of a service: those that have its mark in their environment. */
  function treeOf(id) {
    const wanted = `${mark}=${markOf(id)}`
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return pids.filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(wanted)).map(Number)
  }

  function listenerOf(host, port) {
    const [file, ...args] = [...inside, 'ss', '-Hltnp', `sport = :${port}`]
    const { stdout } = spawnSync(file, args, { encoding: 'utf8' })
    const line = stdout.split('\n').find((each) => each.includes(`${host}:${port} `))
    if (line === undefined) return undefined
    return infoOf(Number(/pid=(\d+)/.exec(line)?.[1] ?? 0))
  }

  function freePort(host) {
    for (;;) {
      const port = 20_000 + Math.floor(10_000 * Math.random())
      if (!leased.has(`${host}:${port}`) && listenerOf(host, port) === undefined) return port
    }
  }
}

/** The program of an order; what runs it inside would not say that there is none. */
function found({ command, env }) {
  if (command.includes('/')) return command
  for (const dir of (env.PATH ?? '').split(':')) {
    const file = path.join(dir, command)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // It may be in the next folder.
    }
  }
  throw Object.assign(new Error(`there is no program "${command}" on the PATH of this node`), { code: 'ENOENT' })
}

function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended.
  }
}

function infoOf(pid) {
  return { pid, command: read(`/proc/${pid}/cmdline`).split('\0').join(' ').trim() }
}

/** When a process began; `undefined` when it is dead. */
function startTimeOf(pid) {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
  return fields.length < 20 || fields[0] === 'Z' ? undefined : Number(fields[19])
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
