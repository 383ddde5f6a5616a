import type { AgentProfile } from '@gatecycle/agents'
import type { Config } from './config.ts'
import type { TableOf } from './config-key.ts'

/** The keys of one agent profile. */
const profileKeys: TableOf<Omit<AgentProfile, 'name'>> = {
  preset: {
    shape: 'text',
    description: 'How the program is called and its answer read',
    required: { says: 'names no preset', example: 'preset: command' },
  },
  bin: {
    shape: 'text',
    description: 'The program: a name on PATH, or a path from the top of the repository',
    required: { says: 'names no program', example: 'bin: node' },
  },
  args: {
    shape: 'texts',
    description: 'Its arguments; `{model}` and `{effort}` stand for what the unit asks for',
    default: [],
  },
  model: {
    shape: 'text',
    description: "What `{model}` stands for where the unit's file names no model",
  },
  effort: {
    shape: 'text',
    description: "What `{effort}` stands for where the unit's file names no effort",
  },
  env: {
    shape: 'variables',
    description: 'Variables for this agent alone; secrets go through `pass`, not into a file',
    default: {},
  },
  pass: {
    shape: 'texts',
    description: 'Names of your variables that the agent gets although they look like secrets',
    default: [],
  },
}

/**
 * Every key of config.yml, once: the parser reads by it, `loop config` lists it, and schema and guide are made from it.
 */
export const configTable: TableOf<Config> = {
  agent: {
    shape: 'text',
    description: 'The profile that units get which name none',
    owner: 'person',
  },
  agents: {
    description: 'Profiles by name: the programs that can work on a unit',
    named: profileKeys,
  },
  containment: {
    shape: 'text',
    description:
      'What keeps agents and verification commands in: `none`, `process` (a process namespace of their own), or `best`, the strongest that this machine has',
    choices: ['none', 'process', 'best'],
    default: 'none',
  },
  env: {
    description: 'Which of your environment variables reach agents and verification commands',
    keys: {
      pass: {
        shape: 'texts',
        description: 'Names that are passed on although they look like secrets',
        default: [],
      },
      drop: {
        shape: 'texts',
        description: 'Names that are never passed on',
        default: [],
      },
    },
  },
  isolation: {
    shape: 'text',
    description:
      "Where agents work: `worktree`, a worktree of the driver's own, or `in_place`, your checkout, which is the driver's during a run",
    choices: ['worktree', 'in_place'],
    default: 'worktree',
  },
  timeouts: {
    description: 'When an attempt is ended',
    keys: {
      attempt: {
        shape: 'minutes',
        description: 'Minutes one attempt may take; `timeout_minutes` of a unit goes before',
        default: 60,
      },
      silence: {
        shape: 'minutes',
        description: 'Minutes an agent may say nothing',
        default: 20,
      },
      hook: {
        shape: 'minutes',
        description: "Minutes one of the repository's own hooks may take",
        default: 10,
      },
    },
  },
  commit: {
    description: 'How commits are made',
    keys: {
      subject: {
        shape: 'text',
        description:
          "The subject of a unit's commit; `{type}`, `{title}`, `{title_lower}`, `{unit}`, `{feature}` and `{gate}` are filled in",
        default: '{type}: {title}',
      },
      hooks: {
        shape: 'text',
        description: "Whether the repository's own pre-commit and commit-msg hooks are run for a unit",
        choices: ['run', 'skip'],
        default: 'run',
      },
      sign: {
        shape: 'text',
        description: "Whether commits are signed; `repository` leaves it to git's `commit.gpgsign`",
        choices: ['repository', 'always', 'never'],
        default: 'repository',
      },
    },
  },
  limits: {
    description: 'The most that one attempt may change: more is refused before it is verified',
    keys: {
      files: { shape: 'count', description: 'Files that are added or changed', default: 5000 },
      file_megabytes: { shape: 'count', description: 'Megabytes of one changed file', default: 50 },
      megabytes: { shape: 'count', description: 'Megabytes of all changed files together', default: 100 },
    },
  },
  attempts: {
    shape: 'count',
    description: 'The most attempts any unit gets; `max_attempts` of a unit can only ask for fewer',
  },
  oracle_surface: {
    shape: 'texts',
    description: 'Globs of files that belong to the oracle surface beyond the built-in list',
    default: [],
  },
}
