import {
  parseMarkdownFile,
  parseVerification,
  type MarkdownFile,
  type Verification,
  type YamlMapping,
} from '@gatecycle/plan-model'
import type { Config } from '../../config/config.ts'
import { effectiveConfigOf } from '../../config/effective-config.ts'
import type { ConfigText } from '../../config/parse-config.ts'
import { verificationMapping } from '../../policy/worktree-needs.ts'

/** How the texts of a plan are read. */
export interface PlanTexts {
  readonly parse: typeof parseMarkdownFile
  readonly verification: (text: string | undefined) => SetsAndSettings
  readonly config: (repository: ConfigText | undefined, personal: ConfigText | undefined) => Config
}

interface SetsAndSettings {
  readonly verification: Verification | undefined
  readonly settings: YamlMapping | undefined
}

/** Reads every time. */
export const plainTexts: PlanTexts = {
  parse: parseMarkdownFile,
  verification: (text) => ({
    verification: text === undefined ? undefined : parseVerification(text),
    settings: verificationMapping(text),
  }),
  config: (repository, personal) => effectiveConfigOf(repository, personal).config,
}

/** Reads what has changed: from one commit to the next most texts are the same. */
export function rememberTexts(): PlanTexts {
  const files = new Map<string, MarkdownFile>()
  let sets: (SetsAndSettings & { readonly text: string | undefined }) | undefined
  let config: { readonly text: string | undefined; readonly config: Config } | undefined
  return {
    parse: (name, text) => {
      const known = files.get(name)
      const file = known?.text === text ? known : plainTexts.parse(name, text)
      files.set(name, file)
      return file
    },
    verification: (text) => {
      if (sets === undefined || sets.text !== text) sets = { text, ...plainTexts.verification(text) }
      return sets
    },
    // A person's own does not change while a reader lives.
    config: (repository, personal) => {
      if (config === undefined || config.text !== repository?.text)
        config = { text: repository?.text, config: plainTexts.config(repository, personal) }
      return config.config
    },
  }
}
