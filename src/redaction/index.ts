export { checkRedactionOptions } from './options.ts';
export type { RedactionOptions } from './options.ts';
export { Redactor } from './redactor.ts';
export { redactText } from './text.ts';
