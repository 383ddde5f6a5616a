import { onTestFinished } from 'vitest'
import { createRepo, endProcessesOf, type TestRepo } from '@gatecycle/test-kit'
import { runCli, type LoopIo } from '../../src/index.ts'

/** What somebody typed came to. */
export interface Typed {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface Typing {
  /** From the top of the repository. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What is answered on the terminal; without it there is no terminal. */
  readonly answer?: string
}

/** A repository that is gone when the test is over. */
export function openRepo(): TestRepo {
  const repo = createRepo()
  onTestFinished(() => {
    endProcessesOf(repo)
    repo.remove()
  })
  return repo
}

/** Types `loop` in a repository, in this process. */
export async function typeLoop(repo: TestRepo, argv: readonly string[], typing: Typing = {}): Promise<Typed> {
  const said = { stdout: '', stderr: '' }
  const { answer } = typing
  const io: LoopIo = {
    cwd: `${repo.path}/${typing.cwd ?? ''}`.replace(/\/$/u, ''),
    env: { ...repo.env, ...typing.env },
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
    isTerminal: { stdin: answer !== undefined, stdout: false, stderr: false },
    ask: async (question) => {
      said.stderr += question
      return answer ?? ''
    },
  }
  return { exitCode: await runCli(argv, io), ...said }
}
