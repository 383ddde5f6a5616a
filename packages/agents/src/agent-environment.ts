import { filterEnvironment, pointsToRepository, type FilteredEnvironment } from './filter-environment.ts'

export interface AgentNeeds {
  /** Set by profile and preset: not filtered, but for what would leave the worktree. */
  readonly additions: Readonly<Record<string, string>>
  readonly pass: readonly string[]
  readonly cwd: string
}

/** The environment of an agent: the driver's, filtered, with additions, as if the agent was started in its folder. */
export function agentEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  { additions, pass, cwd }: AgentNeeds,
): FilteredEnvironment {
  const inherited = filterEnvironment(environment, { pass, drop: ['OLDPWD'] })
  const added = Object.entries(additions).filter(([name]) => !pointsToRepository(name))
  const refused = Object.keys(additions).filter(pointsToRepository)
  return {
    // Programs that trust PWD would otherwise work in the folder the driver was started in.
    env: { ...inherited.env, PWD: cwd, ...Object.fromEntries(added) },
    withheld: [...new Set([...inherited.withheld, ...refused])]
      .filter((name) => name !== 'OLDPWD')
      .toSorted(),
  }
}
