// Watches a queue of BullMQ.
import { Queue } from 'bullmq';
import { observeQueue } from 'partner-otel';
import { startTelemetry } from 'partner-otel/sdk';
import { obey, bullOptions } from './surroundings.ts';

startTelemetry({ serviceName: 'observer' });
const options = bullOptions();
const uploads = new Queue('uploads', options);
// BullMQ tells of a connection that is lost; an application that does not listen would end by it.
uploads.on('error', () => {});
const observed = observeQueue(uploads, {
  partner: 'satloc',
  depthLimit: 500,
  oldestAgeLimit: 900_000,
  every: 100,
  timeout: 500,
});
obey({ retire: async () => observed.dispose() });
console.log('observing');
