import type { AttributeKey, attributes, CallStatus, RunStatus } from '../../signals/index.ts';

type Types = { readonly string: string; readonly int: number; readonly 'string[]': readonly string[] };

/** What an attribute of the catalogue holds; `status` completes to those that a call or run can have. */
export type AttributeValue<K extends AttributeKey> = K extends 'status'
  ? CallStatus | RunStatus | (string & {})
  : Types[(typeof attributes)[K]['type']];

/** Attributes as they were emitted: those of the catalogue with their types, all others unknown. */
export type EmittedAttributes = { readonly [K in AttributeKey]?: AttributeValue<K> } & {
  readonly [key: string]: unknown;
};
