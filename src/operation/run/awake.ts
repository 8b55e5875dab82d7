import { instruments, liveTracer } from '../../instruments/index.ts';
import { listeners } from '../../listeners/index.ts';

/** Whether anybody listens: a tracer, a meter, health or a page. Asked before each call and run; else it is the bare function. */
export function somebodyListens(): boolean {
  instruments.refresh();
  return instruments.live || listeners.any || liveTracer() !== undefined;
}
