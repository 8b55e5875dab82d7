import { instrumentStage, recordAssignment, resume } from 'partner-otel';
import type { Clients } from './clients.ts';
import { queueType } from './queue/queue.ts';
import type { Upload } from './queue/queue.ts';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

interface Pass extends Point {
  /** Metres a second. */
  readonly wind: number;
}

const expectedInterval = 5_000;
/** Above it nobody sprays. */
const windLimit = 14;

/** What happens to one upload: parsed, enriched with the weather, assigned. */
export function createPipeline({ weather, satloc }: Clients): (upload: Upload) => Promise<void> {
  const parse = instrumentStage(
    async ({ rows }: Upload): Promise<Point[]> =>
      rows.split('\n').map((row) => {
        const [latitude = NaN, longitude = NaN] = row.split(',').map(Number);
        return { latitude, longitude };
      }),
    {
      stage: 'parse',
      queue: queueType,
      carrier: ({ carrier }) => carrier,
      records: (points) => ({ in: 1, out: points.length }),
      expectedInterval,
    },
  );

  const enrich = instrumentStage(
    async (points: Point[]): Promise<Pass[]> => {
      const params = { ...points[0], hourly: 'wind_speed_10m' };
      const { data } = await weather.get<{ hourly: { wind_speed_10m: number[] } }>('v1/forecast', { params });
      const winds = data.hourly.wind_speed_10m;
      return points
        .map((point, hour) => ({ ...point, wind: winds[hour * 6] ?? 0 }))
        .filter(({ wind }) => wind <= windLimit);
    },
    {
      stage: 'enrich',
      records: (kept, points) => ({ in: points.length, out: kept.length, dropped: points.length - kept.length }),
      expectedInterval,
    },
  );

  const assign = instrumentStage(
    async (_: Pass[], { job, aircraft, pilot }: Upload): Promise<string> => {
      const told = { partner: 'satloc', jobId: job, userId: pilot };
      try {
        const { id } = await satloc.assignments.create({ jobId: job, aircraft, pilot });
        recordAssignment({ ...told, status: 'success', assignmentId: id });
        return id;
      } catch (error) {
        recordAssignment({ ...told, status: 'failed' });
        throw error;
      }
    },
    { stage: 'assign', records: (_, passes) => ({ in: passes.length, out: 1 }), expectedInterval },
  );

  // The first stage would go on with the trace by itself; under `resume` the others belong to it, too.
  return (upload) =>
    resume(upload.carrier, async () => {
      await assign(await enrich(await parse(upload)), upload);
    });
}
