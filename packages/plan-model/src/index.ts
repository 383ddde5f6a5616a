export { canonicalJson } from './canonical-json.ts'
export { closingShapeOf, type ClosingShape } from './closing-shape.ts'
export { digestData, digestText, type Digest } from './digest.ts'
export { editFrontMatter, renderScalar, type FrontMatterValue } from './edit-front-matter.ts'
export { currentGateOf, unitsOf, type Feature, type Gate, type Unit } from './feature.ts'
export { driverUnitKeys, movingUnitKeys } from './field-ownership.ts'
export { findRichYaml, type RichYaml, type RichYamlKind } from './find-rich-yaml.ts'
export { readFrontMatter, type FrontMatter } from './front-matter.ts'
export { gateContentOf, isSamePrompt, type GateContent, type GateSurroundings } from './gate-content.ts'
export { isFeatureId, parseUnitId, toFolderPrefix, type UnitId } from './identifiers.ts'
export { loadFeature, type FeatureFolder, type FeatureSource } from './load-feature.ts'
export {
  bodyTextOf,
  mappingOf,
  parseMarkdownFile,
  titleOf,
  type MarkdownFile,
} from './parse-markdown-file.ts'
export { parseYaml, type TextProblem, type YamlReading } from './parse-yaml.ts'
export { readGraph, type Graph, type GraphGate, type GraphUnit } from './read-graph.ts'
export { scanBody, type Body, type Fence, type Title } from './scan-body.ts'
export { findSection, type Section } from './section.ts'
export { createSourceText, offsetAt, positionAt, rangeAt, type SourceText } from './source-text.ts'
export { defaultSetOf, toFeature } from './to-feature.ts'
export { defaultsKeys, entryKeys, verificationSettings, type VerificationKey } from './verification-keys.ts'
export { isAsked, unsupportedUnitKeys } from './unsupported-demands.ts'
export { readEntries, type VerificationEntry } from './verification-entry.ts'
export { defaultTimeoutOf, parseVerification, type Verification } from './verification.ts'
export {
  autonomies,
  closingTypes,
  efforts,
  featureStatuses,
  gateStatuses,
  isClosingType,
  mandatorySections,
  promptStatuses,
  unitStatuses,
  unitTypes,
  verdicts,
  type Autonomy,
  type Effort,
  type FeatureStatus,
  type GateStatus,
  type UnitStatus,
  type UnitType,
  type Verdict,
} from './vocabulary.ts'
export {
  asText,
  entryOf,
  numberOf,
  textOf,
  textsOf,
  toPlain,
  type Located,
  type YamlEntry,
  type YamlMapping,
  type YamlScalar,
  type YamlSequence,
  type YamlValue,
} from './yaml-value.ts'
