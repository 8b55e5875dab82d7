import { EndedSeries, instruments, retirements } from '../instruments/index.ts';
import { OpenRuns } from '../operation/index.ts';
import { processStop } from '../outcome/index.ts';
import { OptionError, sayFirstStand, shared } from '../safety/index.ts';
import { recordDirections, runStatuses } from '../signals/index.ts';
import type { MetricAttributes, RecordDirection, RunStatus } from '../signals/index.ts';
import type { AnyStageOptions } from './options.ts';

const stagesLimit = 200;

type Objective = Pick<AnyStageOptions, 'stage' | 'queue' | 'expectedInterval' | 'maxRuntime'>;

/** What is known of one stage, by its name. */
export class Stage {
  readonly name: string;
  readonly objective: Objective;
  /** In Unix ms. */
  readonly registeredAt: number = Date.now();
  lastCompletion: number | undefined;
  runs: Record<RunStatus, number> = { success: 0, failed: 0 };
  records: Record<RecordDirection, number> = { in: 0, out: 0, dropped: 0 };
  readonly open: OpenRuns = new OpenRuns();
  retired = false;

  constructor(objective: Objective) {
    this.name = objective.stage;
    this.objective = objective;
  }

  get registration(): MetricAttributes<'data_processing.registered_timestamp'> {
    const { queue } = this.objective;
    return { stage: this.name, ...(queue !== undefined && { queue_type: queue }) };
  }

  ended(status: RunStatus): void {
    this.runs[status] += 1;
    // Set back with the clock where that was: what counts is when it was by the clock of now.
    if (status === 'success') this.lastCompletion = Date.now();
  }

  /** A new provider begins at zero. */
  begin(): void {
    this.runs = { success: 0, failed: 0 };
    this.records = { in: 0, out: 0, dropped: 0 };
    this.lastCompletion = undefined;
  }
}

/** The stages of the process, and the one place where their tallies are read. */
class Stages {
  readonly #byName = new Map<string, Stage>();
  readonly #endedRegistrations = new EndedSeries('data_processing.registered_timestamp');
  readonly #ended = [
    new EndedSeries('data_processing.last_completion_timestamp'),
    new EndedSeries('data_processing.expected_interval'),
    new EndedSeries('data_processing.overdue'),
  ];

  constructor() {
    processStop.whenEnding(() => this.#each(({ open }) => open.cancelAll()));
    instruments.whenSwapped(() => this.#each((stage) => stage.begin()));
    instruments.observe('data_processing.runs', (report) =>
      this.#each(({ name: stage, runs }) => {
        for (const status of runStatuses) report(runs[status], { stage, status });
      }),
    );
    instruments.observe('data_processing.records', (report) =>
      this.#each(({ name: stage, records }) => {
        for (const direction of recordDirections) {
          if (records[direction] > 0) report(records[direction], { stage, direction });
        }
      }),
    );
    instruments.observe('data_processing.last_completion_timestamp', (report) =>
      this.#each(({ name: stage, lastCompletion }) => {
        if (lastCompletion !== undefined) report(lastCompletion / 1_000, { stage });
      }),
    );
    instruments.observe('data_processing.registered_timestamp', (report) =>
      this.#each(({ registration, registeredAt }) => report(registeredAt / 1_000, registration)),
    );
    instruments.observe('data_processing.expected_interval', (report) =>
      this.#each(({ name: stage, objective: { expectedInterval } }) => {
        if (expectedInterval !== undefined) report(expectedInterval / 1_000, { stage });
      }),
    );
    instruments.observe('data_processing.overdue', (report) =>
      this.#each(({ name: stage, open, objective: { maxRuntime } }) => {
        if (maxRuntime !== undefined) report(open.overdue(maxRuntime), { stage });
      }),
    );
  }

  /** The stage of a name, made known. The first options of a name stand. */
  of(objective: Objective): Stage {
    const { stage: name } = objective;
    let stage = this.#byName.get(name);
    if (stage === undefined) {
      if (this.#byName.size >= stagesLimit) {
        throw new OptionError(
          'stage',
          `one of at most ${stagesLimit} stages a process (controls(...).dispose() frees one)`,
          name,
          "stage: 'parse', the kind of work and not what it works on",
        );
      }
      stage = new Stage(objective);
      this.#byName.set(name, stage);
      this.#endedRegistrations.delete(stage.registration);
      for (const ended of this.#ended) ended.delete({ stage: name });
    } else {
      const keys = ['queue', 'expectedInterval', 'maxRuntime'] as const;
      sayFirstStand(`stage '${name}'`, stage.objective, objective, keys);
    }
    instruments.registered();
    return stage;
  }

  retire(stage: Stage): void {
    if (stage.retired) return;
    stage.retired = true;
    this.#byName.delete(stage.name);
    this.#endedRegistrations.add(stage.registration);
    for (const ended of this.#ended) ended.add({ stage: stage.name });
    retirements.add({ stage: stage.name });
  }

  #each(visit: (stage: Stage) => void): void {
    for (const stage of this.#byName.values()) visit(stage);
  }
}

export const stages: Stages = shared('stages', () => new Stages());
