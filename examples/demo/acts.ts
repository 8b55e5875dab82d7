import { faults } from './faults.ts';
import type { Fault, PartnerName } from './faults.ts';
import type { Customer } from './office/customers.ts';
import type { Office } from './office/office.ts';
import { queueType } from './office/queue/queue.ts';
import type { Traffic } from './office/traffic.ts';
import type { WorkName } from './office/work.ts';
import type { Fleet } from './partners/fleet.ts';
import type { Board } from './telemetry/board.ts';

/** What an act is played on. */
export interface Props {
  readonly fleet: Fleet;
  readonly office: Office;
  readonly traffic: Traffic;
  readonly board: Board;
}

/** One thing breaks in one way, until the telemetry has said so. */
export interface Act {
  /** In words. */
  readonly plot: string;
  /** The status that the metrics must show, or what stands for it. */
  readonly seenAs: string;
  begin(on: Props): Promise<void>;
  /** Work that meets the fault, done besides the traffic so that nothing is left to luck. */
  meet(on: Props): Promise<void>;
  /** Called when it has begun and the board is fresh; what it gives says whether the metrics show it since. */
  watch(on: Props): () => boolean;
  end(on: Props): Promise<void>;
}

export const acts: readonly [Act, ...Act[]] = [
  breaks('satloc', 'slow', 'plan application', 'success'),
  breaks('stripe', 'limited', 'invoice customer', 'rate_limited'),
  breaks('github', 'unauthorised', 'report drift', 'auth_error'),
  breaks('s3', 'down', 'audit archive', 'network_error'),
  fallsBehind('tarcutta'),
  breaks('weather', 'silent', 'plan application', 'timeout'),
  breaks('stripe', 'failing', 'invoice customer', 'server_error'),
  standsStill('parse'),
  breaks('github', 'rejecting', 'report drift', 'client_error'),
  breaks('weather', 'garbled', 'plan application', 'error'),
  breaks('s3', 'slow', 'audit archive', 'cancelled', 150),
  breaks('satloc', 'failing', 'collect applied data', 'server_error'),
];

/** A partner does, and where it says so whoever asked for the work goes away after so many milliseconds. */
function breaks(partner: PartnerName, fault: Fault, work: WorkName, status: string, leavesAfter?: number): Act {
  return {
    plot: `${partner} ${faults[fault].says}${leavesAfter === undefined ? '' : ', and the callers leave'}`,
    seenAs: status,
    begin: ({ fleet }) => fleet.suffer(partner, fault),
    meet: ({ traffic }) => traffic.once(work, leavesAfter),
    watch({ board }) {
      const before = board.count(partner, status);
      return () => board.count(partner, status) > before;
    },
    async end({ fleet }) {
      // Whoever broke the act off may have given the partner another fault.
      if (fleet.fault(partner) === fault) await fleet.suffer(partner, 'none');
    },
  };
}

/** Satloc answers all others, so no partner is in trouble: the syncs of one customer fail in a row. */
function fallsBehind(customer: Customer): Act {
  return {
    plot: `customer ${customer} falls behind: account closed`,
    seenAs: 'failures in row',
    begin: async ({ office }) => office.fallBehind(customer, true),
    meet: ({ traffic }) => traffic.pull(customer),
    watch({ board }) {
      const inRow = (): number => board.work.syncs.get(customer)?.failuresInRow ?? 0;
      const before = inRow();
      return () => inRow() > before;
    },
    end: async ({ office }) => office.fallBehind(customer, false),
  };
}

/** Nothing fails at all: work waits in its queue, and no run succeeds. */
function standsStill(stage: string): Act {
  return {
    plot: `stage ${stage} stands still: nothing fails`,
    seenAs: 'queue grows',
    begin: ({ office }) => office.standStill(true),
    meet: ({ traffic }) => traffic.once('plan application'),
    watch({ board }) {
      const depth = (): number => board.work.queues.get(queueType)?.waiting ?? 0;
      const succeeded = (): number => board.work.stages.get(stage)?.succeeded ?? 0;
      const before = { depth: depth(), succeeded: succeeded() };
      return () => depth() > before.depth && succeeded() === before.succeeded;
    },
    end: ({ office }) => office.standStill(false),
  };
}
