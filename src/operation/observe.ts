import { types } from 'node:util';
import { context } from '@opentelemetry/api';
import type { Call, Invocation } from './call.ts';
import { hasCallback, observeCallback } from './callback.ts';
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
    return settle(invocation, args, work(args), undefined, startedAt);
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
  return settle(invocation, args, answer, call);
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
  return settle(invocation, args, answer, call);
}

function settle(
  invocation: Invocation,
  args: readonly unknown[],
  answer: unknown,
  open: Call | undefined,
  startedAt?: number,
): unknown {
  const { path } = invocation;
  const known = path.answers;
  // A thenable may be a function as well (urql's sources).
  if ((typeof answer === 'object' && answer !== null) || typeof answer === 'function') {
    if (isNativePromise(answer)) {
      path.answers = 'promises';
      const call = open ?? invocation.begin(startedAt);
      return observePromise(answer, call, (value) => invocation.show(value), hasCallback(args));
    }
    if (types.isPromise(answer)) {
      // Under way already, with a `then` of its own: an SDK's promise.
      path.answers = 'promises';
      observeThenable(answer, invocation, open ?? invocation.begin(startedAt));
      return answer;
    }
    const shown = invocation.show(answer);
    // The client itself, from a builder's methods: no answer to any call.
    if (shown !== answer) return settleValue(invocation, args, answer, open);
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
  return settleValue(invocation, args, answer, open);
}

function settleValue(
  invocation: Invocation,
  args: readonly unknown[],
  answer: unknown,
  open: Call | undefined,
): unknown {
  const { path } = invocation;
  // Answered to a callback alone, it has not ended, and may fail yet.
  const ended = path.answers === 'promises' && !(answer === undefined && hasCallback(args));
  if (ended) open?.end({ kind: 'returned', value: answer });
  else open?.drop();
  if (path.answers === 'unknown') path.answers = 'values';
  return invocation.showNow(answer);
}
