import { waits } from '../carrier/index.ts';
import {
  acceptCounts,
  AttributeSets,
  EndedSeries,
  instruments,
  partnerNames,
  Reading,
  retirements,
} from '../instruments/index.ts';
import { OptionError, sayFirstStand, sayOnce, shared } from '../safety/index.ts';
import { queueStates } from '../signals/index.ts';
import type { MetricAttributes } from '../signals/index.ts';
import type { QueueOptions } from './options.ts';
import { readingFields } from './reading.ts';
import type { QueueReading } from './reading.ts';

const queuesLimit = 200;
const defaults = { timeout: 2_000, every: 10_000 };

/** What is known of one queue type. */
export class ObservedQueue {
  readonly queueType: string;
  readonly options: QueueOptions;
  readonly reading: Reading<QueueReading>;
  readonly attributes: MetricAttributes<'queue.oldest_age'>;
  retired = false;
  /** Whether the instruments had room for its series. */
  told = true;

  constructor(queueType: string, source: () => unknown, options: QueueOptions) {
    const { partner, every = defaults.every, timeout = defaults.timeout } = options;
    this.queueType = queueType;
    this.options = options;
    this.attributes = {
      queue_type: queueType,
      ...(partner !== undefined && { partner: partnerNames.labelOf(partner) }),
    };
    this.reading = new Reading({
      of: `queue '${queueType}'`,
      source: async () => acceptCounts(`queue '${queueType}'`, readingFields, await source()),
      every,
      limit: timeout,
    });
  }
}

/** The queues of the process, and the one place where they are read. */
class Queues {
  readonly #byType = new Map<string, ObservedQueue>();
  readonly #sets = new AttributeSets(0);
  readonly #endedDepths = new EndedSeries('queue.depth');
  readonly #endedAges = new EndedSeries('queue.oldest_age');

  constructor() {
    instruments.whenSwapped(() => {
      this.#sets.clear();
      for (const queue of this.#byType.values()) {
        queue.reading.expire();
        this.#admit(queue);
      }
    });
    instruments.observe('queue.depth', (report) =>
      this.#read(({ attributes }, reading) => {
        for (const state of queueStates) {
          const count = reading[state];
          if (count !== undefined) report(count, { ...attributes, state });
        }
      }),
    );
    instruments.observe('queue.oldest_age', (report) =>
      this.#read(({ attributes }, { oldestAge }) => {
        if (oldestAge !== undefined) report(oldestAge / 1_000, attributes);
      }),
    );
    instruments.observe('queue.depth_limit', (report) => {
      for (const { attributes, options } of this.#told()) {
        if (options.depthLimit !== undefined) report(options.depthLimit, attributes);
      }
    });
    instruments.observe('queue.oldest_age_limit', (report) => {
      for (const { attributes, options } of this.#told()) {
        if (options.oldestAgeLimit !== undefined) report(options.oldestAgeLimit / 1_000, attributes);
      }
    });
  }

  /** The queue of a type, made known. The first observation of a type stands. */
  of(queueType: string, source: () => unknown, options: QueueOptions): ObservedQueue {
    const known = this.#byType.get(queueType);
    if (known !== undefined) {
      const keys = ['partner', 'depthLimit', 'oldestAgeLimit', 'timeout', 'every'] as const;
      const cure = ' Two queues need two names: give one the option queueType.';
      sayFirstStand(`queue '${queueType}'`, known.options, options, keys, cure);
      instruments.registered();
      return known;
    }
    if (this.#byType.size >= queuesLimit) {
      throw new OptionError(
        'queueType',
        `one of at most ${queuesLimit} queue types a process (dispose() frees one)`,
        queueType,
        "queueType: 'uploads', the kind of work and not its customer",
      );
    }
    const queue = new ObservedQueue(queueType, source, options);
    this.#byType.set(queueType, queue);
    instruments.registered();
    this.#admit(queue);
    for (const state of queueStates) this.#endedDepths.delete({ ...queue.attributes, state });
    this.#endedAges.delete(queue.attributes);
    waits.belongs(queueType, queue.attributes.partner);
    return queue;
  }

  retire(queue: ObservedQueue): void {
    if (queue.retired) return;
    queue.retired = true;
    this.#byType.delete(queue.queueType);
    waits.belongs(queue.queueType, undefined);
    for (const key of keysOf(queue)) this.#sets.release(key);
    if (queue.told) for (const state of queueStates) this.#endedDepths.add({ ...queue.attributes, state });
    if (queue.told) this.#endedAges.add(queue.attributes);
    retirements.add({ queue_type: queue.queueType });
  }

  all(): Iterable<ObservedQueue> {
    return this.#byType.values();
  }

  #told(): ObservedQueue[] {
    return [...this.#byType.values()].filter(({ told }) => told);
  }

  /** Where an SDK frees no series, queues that come and go would fill it up, and it would lose all names. */
  #admit(queue: ObservedQueue): void {
    queue.told = keysOf(queue).every((key) => this.#sets.admit(key));
    if (queue.told) return;
    sayOnce('series of queues', `more queues came and went than the SDK has room for; further ones are not reported.`);
  }

  async #read(tell: (queue: ObservedQueue, reading: QueueReading) => void): Promise<void> {
    const telling = this.#told().map(async (queue) => {
      const reading = await queue.reading.shared();
      // Retired while it was read: its series have ended.
      if (reading !== undefined && !queue.retired) tell(queue, reading);
    });
    await Promise.all(telling);
  }
}

export const queues: Queues = shared('queues', () => new Queues());

function keysOf({ queueType, attributes }: ObservedQueue): string[] {
  return queueStates.map((state) => JSON.stringify([queueType, attributes.partner, state]));
}
