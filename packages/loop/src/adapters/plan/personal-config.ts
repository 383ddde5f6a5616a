import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { AppError } from '@gatecycle/diagnostics'
import type { ConfigText } from '../../config/parse-config.ts'
import { hasCode, readIfThere } from '../system/durable-file.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The path of a person's own config.yml, whether it is there or not. */
export function personalConfigPath(env: Env): string {
  return join(configHome(env), 'config.yml')
}

/** A person's own config.yml, or undefined when there is none. */
export function readPersonalConfig(env: Env): ConfigText | undefined {
  const file = personalConfigPath(env)
  try {
    const text = readIfThere(file)
    return text === undefined ? undefined : { from: 'personal', file, text }
  } catch (error) {
    const reason = ['EACCES', 'EISDIR', 'EPERM'].find((code) => hasCode(error, code))
    if (reason === undefined) throw error
    throw new AppError('CONFIG_INVALID', `${file} cannot be read (${reason})`, {
      hint: 'it is your personal configuration: mend its rights, or move it away',
      cause: error,
    })
  }
}

/** GATECYCLE_CONFIG_HOME, else the platform's place for a user's configuration. */
function configHome(env: Env): string {
  const own = env['GATECYCLE_CONFIG_HOME'] ?? ''
  if (isAbsolute(own)) return own
  if (own !== '') {
    throw new AppError('CONFIG_INVALID', `GATECYCLE_CONFIG_HOME is "${own}", which is not an absolute path`, {
      hint: 'it names the folder that holds your personal config.yml',
    })
  }
  if (process.platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'gatecycle')
  const xdg = env['XDG_CONFIG_HOME']
  const home = env['HOME'] ?? homedir()
  // A relative path counts as unset (XDG Base Directory Specification, 0.8).
  return join(xdg?.startsWith('/') === true ? xdg : join(home, '.config'), 'gatecycle')
}
