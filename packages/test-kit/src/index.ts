export { corpusRoot } from './corpus.ts'
