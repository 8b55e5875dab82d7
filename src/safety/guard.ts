import { sayFault } from './say.ts';

/** Runs a foreign function or bookkeeping of ours so that what it throws goes to `diag` and to nobody else. */
export function guard<T>(topic: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    sayFault(topic, error);
    return undefined;
  }
}
