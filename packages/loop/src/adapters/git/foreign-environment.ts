import { inheritedNames } from './git-environment.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The ways to the keys of a person: for git where it signs, and for nothing else. */
const keys = ['GNUPGHOME', 'XDG_RUNTIME_DIR', 'SSH_AUTH_SOCK']

/** What is added to a filtered environment so that hooks, and git in them, find the configuration and the identity of a person's shell. */
export function hookEnvironment(env: Environment): Readonly<Record<string, string>> {
  return { ...pick(env, inheritedNames), GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: ':' }
}

/** The whole environment of a git that signs: the keys are there, but no terminal and no window to ask for a passphrase on. */
export function signingEnvironment(env: Environment): Readonly<Record<string, string>> {
  return { ...hookEnvironment(env), ...pick(env, keys), LC_ALL: 'C', SSH_ASKPASS_REQUIRE: 'never' }
}

function pick(env: Environment, names: readonly string[]): Readonly<Record<string, string>> {
  const entries = names.flatMap((name) => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries)
}
