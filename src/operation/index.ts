export type { Call, Invocation, Path } from './call.ts';
export { hasCallback } from './callback.ts';
export { standIn } from './hook.ts';
export { isAsyncIterable, observeIterator } from './iterator.ts';
export { observe, observeNamed } from './observe.ts';
export { isNativePromise, observePromise } from './promise.ts';
export { activeRun, observeRun, OpenRuns, Run, runIn, somebodyListens } from './run/index.ts';
export type { ActiveRun, RunStart } from './run/index.ts';
