export { checkEvent, checkUnsealedEvent, isValidBesidesSeal } from './check-event.ts'
export { checkLink } from './check-link.ts'
export { eventCodes, type EventCode } from './event-codes.ts'
export { createProblem, type EventProblem } from './event-problem.ts'
export type * from './events.ts'
export { eventTypes, olderEventTypes } from './generated/facts.ts'
export { checkSeal, endsWithHash } from './check-seal.ts'
export { countMembers, countNames } from './count-members.ts'
export { explainLine, placeProblem, type PlacedProblem } from './explain-line.ts'
export { scanJson, type JsonPlace, type JsonScan } from './scan-json.ts'
export { explainSchemaError, type SchemaContext } from './explain-schema-error.ts'
export { isSealedLog } from './is-sealed-log.ts'
export { isTimestamp } from './is-timestamp.ts'
export { isSealed, parseLogLine, type ParsedLine } from './parse-log-line.ts'
export { createLogReader, readLog, type LogProblem, type LogReading } from './read-log.ts'
export { digestOf, hashEndBytes, maxLineBytes, noHash, sealEvent, type ChainHead } from './seal-event.ts'
export {
  emptyLogState,
  foldEvent,
  foldLog,
  type GateState,
  type LogState,
  type UnitState,
} from './fold-log.ts'
export { lineShape, longestShapedLine, type LineShape } from './shape/line-shape.ts'
export { createRedactor, type FoundSecret, type Redactor } from './redact/create-redactor.ts'
export { createRedactStream, type RedactStream } from './redact/redact-stream.ts'
export { formsOf, shortestSecret, type Secret } from './redact/secret-forms.ts'
export { secretPatterns, type SecretPattern } from './redact/secret-patterns.ts'
