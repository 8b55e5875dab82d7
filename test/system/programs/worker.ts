// Runs the stages it is told to, each over a queue of BullMQ: node worker.ts SERVICE STAGE...
import { Queue, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { carry, instrumentStage, recordAssignment } from 'partner-otel';
import { startTelemetry } from 'partner-otel/sdk';
import type { Rows, Upload } from './messages.ts';
import { agro, satloc } from './partner-clients.ts';
import { obey, bullOptions } from './surroundings.ts';

const [serviceName = '', ...stages] = process.argv.slice(2);
startTelemetry({ serviceName });
const options = bullOptions();

const parsing = new Queue<Rows>('parsing', options);
const deliveries = new Queue<Rows>('deliveries', options);
const reports = new Queue<Rows>('reports', options);

const objectives = { expectedInterval: 900_000, maxRuntime: 60_000 };
const carrier = (job: Job<{ carrier: unknown }>) => job.data.carrier;
// Without these a stage leaves the taking of a job to BullMQ's own telemetry.
const uploaded = process.env['STAGES'] === 'bare' ? {} : { queue: 'uploads', carrier };

const fetchFiles = instrumentStage(
  async ({ data: { customer, files } }: Job<Upload>) => {
    const rows = [];
    for (const file of files) rows.push(...(await satloc.files.get(file)));
    await parsing.add('parse', { customer, rows, carrier: carry() });
    return rows;
  },
  { stage: 'fetch', ...uploaded, records: (rows) => ({ in: 1, out: rows.length }), ...objectives },
);

const parse = instrumentStage(
  async ({ data: { customer, rows } }: Job<Rows>) => {
    const kept = rows.filter(({ area }) => area > 0);
    await deliveries.add('deliver', { customer, rows: kept, carrier: carry() });
    return kept;
  },
  {
    stage: 'parse',
    queue: 'parsing',
    carrier,
    records: (kept, job) => {
      const { length } = job.data.rows;
      return { in: length, out: kept.length, dropped: length - kept.length };
    },
    ...objectives,
  },
);

const deliver = instrumentStage(
  async ({ id, data: { customer, rows } }: Job<Rows>) => {
    await agro.jobs.push(rows);
    recordAssignment({ partner: 'agro', status: 'success', ...(id !== undefined && { jobId: id }) });
    await reports.add('report', { customer, rows, carrier: carry() });
    return rows;
  },
  { stage: 'deliver', queue: 'deliveries', carrier, records: ({ length }) => ({ in: length, out: length }) },
);

/** A batch: many jobs at once. */
const report = instrumentStage(async (jobs: Job<Rows>[]) => jobs.map(({ data }) => data.customer), {
  stage: 'report',
  queue: 'reports',
  carrier,
  records: (customers) => ({ in: customers.length, out: 1 }),
});

// Seconds would do in production; here nobody wants to wait for a worker that is gone.
const limits = { lockDuration: 2_000, stalledInterval: 500, maxStalledCount: 3 };
if (stages.includes('fetch'))
  void new Worker<Upload>('uploads', async (job) => void (await fetchFiles(job)), { ...options, ...limits });
if (stages.includes('parse')) void new Worker<Rows>('parsing', async (job) => void (await parse(job)), options);
if (stages.includes('deliver')) void new Worker<Rows>('deliveries', async (job) => void (await deliver(job)), options);

obey({
  // BullMQ hands out one job at a time: a batch takes them by hand.
  report: async () => {
    const worker = new Worker<Rows>('reports', null, options);
    const jobs: Job<Rows>[] = [];
    for (let job = await worker.getNextJob('batch'); job !== undefined; job = await worker.getNextJob('batch')) {
      jobs.push(job);
    }
    await report(jobs);
    await Promise.all(jobs.map((job) => job.moveToCompleted('reported', 'batch', false)));
    await worker.close();
  },
});
console.log('working');
