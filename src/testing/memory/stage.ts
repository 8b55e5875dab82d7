import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { emptyResource } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { AlwaysOnSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { instruments } from '../../instruments/index.ts';
import { shared } from '../../safety/index.ts';
import { register, unregister } from './globals.ts';
import type { Registered } from './globals.ts';
import { LastingMeters } from './meters.ts';
import { Recording } from './recording.ts';
import { Sinks } from './sinks.ts';

const cures = {
  stopped: 'this test telemetry was stopped: assert before stop(), or start another',
  'taken over': 'another startTestTelemetry() has taken over from this one since: read from what that one gave',
} as const;
const unknown = 'not a test telemetry: give it what startTestTelemetry() returned';

/**
 * The test telemetry of the process. Tracers and loggers write to whichever test runs: the API's proxies keep the
 * first one that they find, so a provider a test would go unseen by every tracer kept in a module.
 */
class Stage {
  readonly #sinks = new Sinks();
  readonly #meters = new LastingMeters();
  readonly #contexts = new AsyncLocalStorageContextManager();
  readonly #tracers = new TracerProvider({
    resource: emptyResource(),
    sampler: new AlwaysOnSampler(),
    spanProcessors: [this.#sinks.spans],
  });
  readonly #loggers = new LoggerProvider({ resource: emptyResource(), processors: [this.#sinks.logs] });
  readonly #ended = new WeakMap<object, keyof typeof cures>();
  #registered: Registered | undefined;
  #holder: object | undefined;

  /** A new recording for this holder, and nothing of what was before. */
  begin(holder: object): void {
    const registered = {
      tracers: this.#tracers,
      meters: this.#meters.provider(),
      loggers: this.#loggers,
      contexts: this.#contexts,
    };
    register(registered, this.#registered);
    this.#registered = registered;
    if (this.#holder !== undefined && this.#holder !== holder) this.#ended.set(this.#holder, 'taken over');
    this.#holder = holder;
    const recording = new Recording();
    this.#sinks.recording = recording;
    this.#meters.switchTo(recording.meterProvider);
    instruments.refresh();
  }

  /** Begins anew, unless another holder has taken over or there is none. */
  reset(holder: object): void {
    if (this.#holder === holder) this.begin(holder);
  }

  end(holder: object): void {
    if (this.#holder !== holder || this.#registered === undefined) return;
    this.#ended.set(holder, 'stopped');
    unregister(this.#registered);
    this.#registered = undefined;
    this.#holder = undefined;
    this.#sinks.recording = undefined;
    this.#meters.switchTo(undefined);
    instruments.refresh();
  }

  /** What the holder may read: its own recording, while it runs. */
  read(holder: unknown): Recording {
    const recording = this.#sinks.recording;
    if (this.#holder === holder && recording !== undefined) {
      instruments.refresh();
      return recording;
    }
    const how = typeof holder === 'object' && holder !== null ? this.#ended.get(holder) : undefined;
    throw new Error(`partner-otel/testing: ${how === undefined ? unknown : cures[how]}.`);
  }
}

export const stage: Stage = shared('testing', () => new Stage());
