import { types } from 'node:util';
import { context } from '@opentelemetry/api';
import type { Call, Invocation } from './call.ts';
import { observeCallback } from './callback.ts';
import { isAsyncIterator, observeIterator } from './iterator.ts';
import { isNativePromise, observePromise } from './promise.ts';
import { isStream, observeStream } from './stream.ts';
import { isThenable, observeThenable } from './thenable.ts';

type Work = (args: readonly unknown[]) => unknown;

/**
 * Runs `work` and observes what it answers with, whatever the shape. The answer is what the bare one would be;
 * what is thrown passes untouched.
 */
export function observe(invocation: Invocation, args: readonly unknown[], work: Work): unknown {
  const { path } = invocation;
  if (path.answers === 'values' || path.answers === 'lazies') {
    const startedAt = performance.now();
    return settle(invocation, work(args), undefined, startedAt);
  }
  const call = invocation.begin();
  let answer: unknown;
  try {
    answer = context.with(call.context, work, undefined, args);
  } catch (error) {
    // A path that has only ever thrown may be no call at all: a check of its arguments, for instance.
    if (path.answers === 'promises') call.end({ kind: 'threw', error });
    else call.drop();
    throw error;
  }
  return settle(invocation, answer, call);
}

/** The same for a method that an option names: its callback, or the stream it returns at once, ends the call. */
export function observeNamed(invocation: Invocation, args: readonly unknown[], work: Work): unknown {
  const call = invocation.begin();
  const observed = observeCallback(args, call);
  let answer: unknown;
  try {
    answer = context.with(call.context, work, undefined, observed ?? args);
  } catch (error) {
    call.end({ kind: 'threw', error });
    throw error;
  }
  if (typeof answer === 'object' && answer !== null && isStream(answer)) {
    observeStream(answer, call);
    return answer;
  }
  if (observed !== undefined) return answer;
  invocation.path.answers = 'promises';
  return settle(invocation, answer, call);
}

function settle(invocation: Invocation, answer: unknown, open: Call | undefined, startedAt?: number): unknown {
  const { path } = invocation;
  const known = path.answers;
  if (typeof answer === 'object' && answer !== null) {
    if (isNativePromise(answer)) {
      path.answers = 'promises';
      return observePromise(answer, open ?? invocation.begin(startedAt), (value) => invocation.show(value));
    }
    if (types.isPromise(answer)) {
      // Under way already, with a `then` of its own: an SDK's promise.
      path.answers = 'promises';
      observeThenable(answer, invocation, open ?? invocation.begin(startedAt));
      return answer;
    }
    const lazy = isThenable(answer) ? observeThenable : isAsyncIterator(answer) ? observeIterator : undefined;
    if (lazy !== undefined) {
      if (known !== 'promises') {
        path.answers = 'lazies';
        open?.drop();
      }
      lazy(answer, invocation, known === 'promises' ? open : undefined);
      return answer;
    }
  }
  if (known === 'promises') open?.end({ kind: 'returned', value: answer });
  else open?.drop();
  if (known === 'unknown') path.answers = 'values';
  return invocation.showNow(answer);
}
