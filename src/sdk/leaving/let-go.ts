import { AsyncLocalStorage, createHook } from 'node:async_hooks';

interface Unrefable {
  unref(): void;
}

/**
 * Runs work that must not hold the process once its time is over: an exporter that found nobody goes on retrying for
 * 10 s, by timers and sockets of its own which cannot be aborted. What the work opens, and nothing else, is told by
 * its asynchronous context, and unreferenced from then on.
 */
export async function letGo(work: () => Promise<void>, over: Promise<void>): Promise<void> {
  const ours = new AsyncLocalStorage<true>();
  const opened = new Set<WeakRef<Unrefable>>();
  let free = false;
  const hook = createHook({
    init(_id, _type, _trigger, resource) {
      if (ours.getStore() !== true || !isUnrefable(resource)) return;
      // Within this hook the resource is not yet complete.
      if (free) process.nextTick(() => resource.unref());
      else opened.add(new WeakRef(resource));
    },
  }).enable();
  const done = ours.run(true, work).finally(() => hook.disable());
  await Promise.race([done, over]);
  free = true;
  for (const resource of opened) resource.deref()?.unref();
  opened.clear();
}

function isUnrefable(resource: object): resource is Unrefable {
  return 'unref' in resource && typeof resource.unref === 'function';
}
