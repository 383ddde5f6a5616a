import { AppError } from '@gatecycle/diagnostics'
import type { Git } from '../../ports.ts'

/** A commit object as it lies in the repository. */
export interface RawCommit {
  readonly id: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly isSigned: boolean
  /** Undefined where it is not UTF-8. */
  readonly message: string | undefined
}

/** The commits of a range, from the oldest. Throws an AppError where git does not know it. */
export async function readHistory(git: Git, range: string): Promise<readonly RawCommit[]> {
  const { exitCode, stdout, stderr } = await git.run([
    'rev-list',
    '--reverse',
    '--topo-order',
    '--end-of-options',
    range,
    '--',
  ])
  if (exitCode !== 0) {
    throw new AppError('RANGE_UNKNOWN', `git does not know ${range}: ${stderr.trim().split('\n')[0] ?? ''}`, {
      hint: 'name commits as for git log, for example main..HEAD',
    })
  }
  const ids = stdout.split('\n').filter((id) => id !== '')
  return Promise.all(ids.map(async (id) => readCommit(git, id)))
}

/** A commit object (gitformat-commit): header lines, an empty line, the message. */
export async function readCommit(git: Git, id: string): Promise<RawCommit> {
  const bytes = Buffer.from((await git.read(id))?.bytes ?? [])
  const end = bytes.indexOf('\n\n')
  const header = bytes.toString('latin1', 0, end).split('\n')
  const values = (name: string): readonly string[] =>
    header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
  return {
    id,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    isSigned: values('gpgsig').length + values('gpgsig-sha256').length > 0,
    message: decode(bytes.subarray(end + 2)),
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
