import { readFrontMatter, type FrontMatter } from './front-matter.ts'
import { scanBody, type Body } from './scan-body.ts'
import { createSourceText, type SourceText } from './source-text.ts'
import type { YamlMapping } from './yaml-value.ts'

/** A Markdown file with front matter, read once; every reader of the project starts here. */
export interface MarkdownFile {
  /** The file's name inside the feature folder, with forward slashes. */
  readonly name: string
  readonly text: string
  readonly source: SourceText
  readonly frontMatter: FrontMatter
  readonly body: Body
}

/** Reads one file. Never throws: what is wrong is in `frontMatter`. */
export function parseMarkdownFile(name: string, text: string): MarkdownFile {
  const source = createSourceText(text)
  const frontMatter = readFrontMatter(source)
  return { name, text, source, frontMatter, body: scanBody(source, frontMatter.bodyStart) }
}

/** The front matter's mapping where it could be read. */
export function mappingOf(file: MarkdownFile | undefined): YamlMapping | undefined {
  return file?.frontMatter.kind === 'mapping' ? file.frontMatter.mapping : undefined
}

/** The text below the front matter. */
export function bodyTextOf({ text, frontMatter }: MarkdownFile): string {
  return text.slice(frontMatter.bodyStart)
}

/** The first `# ` heading, or undefined. */
export function titleOf({ body }: MarkdownFile): string | undefined {
  const title = body.titles.find(({ kind, level }) => kind === 'heading' && level === 1)?.text
  return title === '' ? undefined : title
}
