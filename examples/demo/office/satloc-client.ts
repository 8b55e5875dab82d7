// A client of the kind a team writes itself: fetch, private fields, nested resources, a timeout, typed errors.
// It knows nothing of telemetry.

export interface Job {
  readonly field: string;
  readonly product: string;
  readonly hectares: number;
  readonly boundary: readonly (readonly [number, number])[];
}

export interface AppliedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

export interface AppliedData {
  readonly lines: readonly {
    readonly seconds: number;
    readonly latitude: number;
    readonly longitude: number;
    readonly litres: number;
  }[];
  readonly csv: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Satloc said no: its status, its own code, its own words. */
export class SatlocError extends Error {
  override readonly name = 'SatlocError';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Satloc said nothing in time. */
export class SatlocTimeoutError extends Error {
  override readonly name = 'SatlocTimeoutError';
}

/** Satloc said something that is not what was agreed. */
export class SatlocFormatError extends Error {
  override readonly name = 'SatlocFormatError';
}

export class SatlocClient {
  readonly jobs: Jobs;
  readonly files: Files;
  readonly assignments: Assignments;

  constructor(options: { baseUrl: URL; apiKey: string; timeout?: number }) {
    const connection = new Connection(options.baseUrl, options.apiKey, options.timeout ?? 10_000);
    this.jobs = new Jobs(connection);
    this.files = new Files(connection);
    this.assignments = new Assignments(connection);
  }
}

class Connection {
  readonly #baseUrl: URL;
  readonly #apiKey: string;
  readonly #timeout: number;

  constructor(baseUrl: URL, apiKey: string, timeout: number) {
    this.#baseUrl = baseUrl;
    this.#apiKey = apiKey;
    this.#timeout = timeout;
  }

  async send(method: string, path: string, options: CallOptions & { body?: unknown } = {}): Promise<string> {
    const deadline = AbortSignal.timeout(this.#timeout);
    const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
    try {
      const response = await fetch(new URL(path, this.#baseUrl), {
        method,
        signal,
        headers: { authorization: `Bearer ${this.#apiKey}`, 'content-type': 'application/json' },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      });
      const text = await response.text();
      if (!response.ok) throw refusal(response.status, text);
      return text;
    } catch (error) {
      if (deadline.aborted && signal.reason === deadline.reason) {
        throw new SatlocTimeoutError(`no answer from Satloc within ${this.#timeout} ms`, { cause: error });
      }
      throw error;
    }
  }

  async json<Result>(method: string, path: string, options?: CallOptions & { body?: unknown }): Promise<Result> {
    const text = await this.send(method, path, options);
    try {
      return JSON.parse(text) as Result;
    } catch (cause) {
      throw new SatlocFormatError('the answer of Satloc is no JSON', { cause });
    }
  }
}

class Jobs {
  readonly #connection: Connection;
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  upload(job: Job, options?: CallOptions): Promise<{ id: string; state: string }> {
    return this.#connection.json('POST', 'jobs', { ...options, body: job });
  }
}

class Assignments {
  readonly #connection: Connection;
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  create(
    assignment: { jobId: string; aircraft: string; pilot: string },
    options?: CallOptions,
  ): Promise<{ id: string }> {
    return this.#connection.json('POST', 'assignments', { ...options, body: assignment });
  }
}

class Files {
  readonly #connection: Connection;
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Every file of a job, page by page. */
  async *list(jobId: string, options?: CallOptions): AsyncGenerator<AppliedFile, void, undefined> {
    let page: number | null = 1;
    while (page !== null) {
      const answer: { files: AppliedFile[]; next: number | null } = await this.#connection.json(
        'GET',
        `jobs/${jobId}/files/${page}`,
        options,
      );
      yield* answer.files;
      page = answer.next;
    }
  }

  /** What was really applied, second by second. */
  async fetch(fileId: string, options?: CallOptions): Promise<AppliedData> {
    const csv = await this.#connection.send('GET', `files/${fileId}`, options);
    const [header, ...rows] = csv.split('\n');
    if (header !== 'seconds,latitude,longitude,litres')
      throw new SatlocFormatError(`${fileId} is no applied-data file`);
    const lines = rows.map((row) => {
      const [seconds = NaN, latitude = NaN, longitude = NaN, litres = NaN] = row.split(',').map(Number);
      return { seconds, latitude, longitude, litres };
    });
    return { lines, csv };
  }
}

function refusal(status: number, text: string): SatlocError {
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return new SatlocError(status, error.code, error.message);
  } catch {
    return new SatlocError(status, 'unknown', `Satloc answered ${status}`);
  }
}
