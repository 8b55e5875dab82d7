// Takes the jobs of customers from the application, and sends each as one BullMQ job: node producer.ts CUSTOMER=FILE,FILE
import { Queue } from 'bullmq';
import { carry, instrumentSync } from 'partner-otel';
import { startTelemetry } from 'partner-otel/sdk';
import type { Upload } from './messages.ts';
import { bullOptions } from './surroundings.ts';

startTelemetry({ serviceName: 'producer' });
const options = bullOptions();
const uploads = new Queue<Upload>('uploads', options);

const sendJobs = instrumentSync(
  async (customer: string, files: readonly string[]) => {
    await uploads.add('upload', { customer, files, carrier: carry() });
    return 1;
  },
  { partner: 'satloc', operation: 'jobs', customer: (id) => id, records: (sent) => sent, staleness: 3_600_000 },
);

for (const [customer = '', files = ''] of process.argv.slice(2).map((argument) => argument.split('='))) {
  await sendJobs(customer, files.split(','));
}
await uploads.close();
