export { PatternError } from './syntax.ts';
export { replacer } from './replace.ts';
