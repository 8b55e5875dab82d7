export type { Call, Invocation, Path } from './call.ts';
export { isAsyncIterable, observeIterator } from './iterator.ts';
export { observe, observeNamed } from './observe.ts';
export { isNativePromise, observePromise } from './promise.ts';
