import { createRunMark, type RunMark } from '@gatecycle/agents'
import { createRunMarks } from '../../adapters/state/run-marks.ts'
import type { World } from '../world.ts'

/**
 * Gives one of several commands that run at the same time a mark of its own: when a command ends, everything with its mark is ended, and the
 * others carry the mark of the run. The next run looks for it as well, if this one dies.
 */
export async function withOwnMark<Answer>(
  number: number,
  { mark, paths }: Pick<World, 'mark' | 'paths'>,
  work: (own: RunMark) => Promise<Answer>,
): Promise<Answer> {
  const own = createRunMark(`${mark.token}.${number}`)
  const marks = createRunMarks(paths.marks)
  marks.add(own.token)
  const answer = await work(own)
  marks.remove(own.token)
  return answer
}
