import path from 'node:path'
import { fileHooks } from './node-command.ts'

// What Node, the system and curfew itself look at, and what this Node needs to run at all: where its libraries are, and that
// the program is a Node (Electron). Everything else stays behind: NODE_OPTIONS and coverage would load the runner's code, IPC
// variables name a channel that is not the supervisor's, and secrets are no business of its.
const kept =
  /^(?:LD_LIBRARY_PATH|DYLD_(?:FALLBACK_|VERSIONED_)?(?:LIBRARY|FRAMEWORK)_PATH|NIX_LD\w*|ELECTRON_RUN_AS_NODE|PATH|HOME|USER|LOGNAME|USERNAME|USERPROFILE|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|NODE_COMPILE_CACHE|CURFEW_\w+)$/i

/** The environment of the supervisor; marks of a run around this one are kept, so that it belongs to that run's tree. */
export function supervisorEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name))),
    ...absoluteTemporaryFolders(env),
    ...absoluteLibraryPaths(env),
    NODE_OPTIONS: fileHooks(),
    // Node hands this one on by itself unless it is named here.
    NODE_V8_COVERAGE: undefined,
  }
}

/** The supervisor has another working directory, and has to find the same folder. */
function absoluteTemporaryFolders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const absolute: NodeJS.ProcessEnv = {}
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) {
    const folder = env[name]
    if (folder !== undefined && folder !== '' && !path.isAbsolute(folder)) absolute[name] = path.resolve(folder)
  }
  return absolute
}

const libraryPath = /^(?:LD|DYLD(?:_\w+)?|NIX_LD)_(?:LIBRARY|FRAMEWORK)_PATH$/

function absoluteLibraryPaths(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      if (value === undefined || value === '' || !libraryPath.test(name)) return []
      const folders = value.split(path.delimiter).map((folder) => path.resolve(folder))
      return [[name, folders.join(path.delimiter)]]
    }),
  )
}
