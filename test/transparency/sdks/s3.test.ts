import { text } from 'node:stream/consumers';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3,
  S3Client,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3';
import { sideBySide } from './harness/index.ts';
import type { Answering } from './harness/index.ts';

const bucket = { Bucket: 'b', Key: 'k' };
const error = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message><Key>k</Key></Error>`;
const answer: Answering = ({ method, path, index }) => {
  const headers = { 'x-amz-request-id': `R${index}`, 'content-type': 'application/xml' };
  if (path.includes('/missing')) return { status: 404, headers, body: error('NoSuchKey') };
  if (path.includes('/denied')) return { status: 403, headers, body: error('AccessDenied') };
  if (path.includes('/slow')) return { status: 503, headers, body: error('SlowDown') };
  if (path.includes('/flaky') && index === 0) return { status: 500, headers, body: error('InternalError') };
  if (path.includes('/silent')) return { silent: true };
  if (path.includes('/later') && index === 0) return { status: 404, headers };
  if (path.includes('list-type=2')) {
    const last = path.includes('continuation-token');
    const more = last
      ? '<IsTruncated>false</IsTruncated>'
      : '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>';
    return {
      headers,
      body: `<?xml version="1.0"?><ListBucketResult><Name>b</Name>${more}<Contents><Key>k${last ? 2 : 1}</Key><Size>3</Size></Contents></ListBucketResult>`,
    };
  }
  if (method === 'GET') return { headers: { ...headers, 'content-type': 'text/plain', etag: '"e"' }, body: 'content' };
  if (method === 'DELETE') return { status: 204, headers };
  return { headers: { ...headers, etag: '"e"' } };
};
const settings = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  forcePathStyle: true,
  maxAttempts: 2,
  credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
  requestChecksumCalculation: 'WHEN_REQUIRED' as const,
  responseChecksumValidation: 'WHEN_REQUIRED' as const,
});

sideBySide<S3Client>({
  name: 's3',
  answer,
  client: (url) => new S3Client(settings(url)),
  close: (client) => client.destroy(),
  scenarios: {
    'sends commands': {
      async run(s3, notes) {
        await notes.call('put', () => s3.send(new PutObjectCommand({ ...bucket, Body: 'content' })));
        const got = await s3.send(new GetObjectCommand(bucket));
        notes.see('got', [got.ETag, got.$metadata, await got.Body?.transformToString()]);
        await notes.call('delete', () => s3.send(new DeleteObjectCommand(bucket)));
        const streamed = await s3.send(new GetObjectCommand(bucket));
        notes.see('streamed', await text(streamed.Body as NodeJS.ReadableStream));
      },
      calls: ['PutObject success', 'GetObject success', 'DeleteObject success', 'GetObject success'],
    },
    'throws service exceptions': {
      async run(s3, notes) {
        await notes.call('missing', () => s3.send(new GetObjectCommand({ ...bucket, Key: 'missing' })));
        await notes.call('denied', () => s3.send(new GetObjectCommand({ ...bucket, Key: 'denied' })));
        await notes.call('head', () => s3.send(new HeadObjectCommand({ ...bucket, Key: 'missing' })));
        await s3
          .send(new GetObjectCommand({ ...bucket, Key: 'missing' }))
          .catch((thrown: unknown) => notes.see('class', thrown instanceof NoSuchKey));
        await notes.call('no key', () => s3.send(new GetObjectCommand({ Bucket: 'b', Key: undefined as any })));
      },
      calls: [
        'GetObject client_error',
        'GetObject auth_error',
        'HeadObject client_error',
        'GetObject client_error',
        'GetObject error',
      ],
    },
    'retries inside one call, and gives up': {
      async run(s3, notes) {
        await notes.call('flaky', () =>
          s3.send(new GetObjectCommand({ ...bucket, Key: 'flaky' })).then(({ $metadata }) => $metadata.attempts),
        );
        await notes.call('slow', () => s3.send(new HeadObjectCommand({ ...bucket, Key: 'slow' })));
      },
      calls: ['GetObject success', 'HeadObject server_error'],
    },
    'is aborted': {
      async run(s3, notes) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 20);
        await notes.call('abort', () =>
          s3.send(new GetObjectCommand({ ...bucket, Key: 'silent' }), { abortSignal: controller.signal }),
        );
      },
      calls: ['GetObject cancelled'],
    },
    'serves paginators': {
      async run(s3, notes) {
        await notes.each('page', () => paginateListObjectsV2({ client: s3 }, { Bucket: 'b' }));
      },
      calls: ['ListObjectsV2 success', 'ListObjectsV2 success'],
    },
    'serves waiters': {
      async run(s3, notes) {
        await notes.call('waiter', () =>
          waitUntilObjectExists({ client: s3, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { ...bucket, Key: 'later' }),
        );
      },
      calls: ['HeadObject client_error', 'HeadObject success'],
    },
    'answers callbacks': {
      async run(s3, notes) {
        await new Promise<void>((resolve) => {
          s3.send(new HeadObjectCommand(bucket), (thrown: unknown, data: unknown) => {
            notes.see('callback', [thrown, data]);
            resolve();
          });
        });
      },
      // Heard only where the option `callbacks` names the method.
      calls: [],
    },
    'takes middleware': {
      async run(s3, notes) {
        s3.middlewareStack.add(
          (next) => async (args) => {
            notes.see('before', Object.keys(args.input));
            const result = await next(args);
            notes.see('after', Object.keys(result));
            return result;
          },
          { step: 'initialize', name: 'mine' },
        );
        notes.see('identify', s3.middlewareStack.identify().length);
        await notes.call('list', () => s3.send(new ListObjectsV2Command({ Bucket: 'b' })));
      },
      calls: ['ListObjectsV2 success'],
    },
    'is read by foreign functions': {
      async run(s3, notes) {
        notes.see('region', [await s3.config.region(), await s3.config.credentials()]);
        notes.see('instance', [
          s3 instanceof S3Client,
          s3.constructor === S3Client,
          Object.keys(s3),
          s3.config === s3.config,
        ]);
        // What presigners and `lib-storage` do with a client they are given.
        notes.see('clone', s3.middlewareStack.clone().identify().length);
        await notes.call('endpoint', () => s3.config.endpoint?.());
        await notes.call('command', () =>
          new HeadObjectCommand(bucket)
            .resolveMiddleware(
              s3.middlewareStack,
              s3.config,
              {},
            )({ input: bucket } as any)
            .then(({ output }) => output),
        );
      },
      calls: [],
    },
  },
});

sideBySide<S3>({
  name: 's3 aggregated',
  answer,
  client: (url) => new S3(settings(url)),
  close: (client) => client.destroy(),
  scenarios: {
    'calls methods': {
      async run(s3, notes) {
        await notes.call('put', () => s3.putObject({ ...bucket, Body: 'content' }));
        await notes.call('missing', () => s3.headObject({ ...bucket, Key: 'missing' }));
        await notes.call('send', () => s3.send(new HeadObjectCommand(bucket)));
        await notes.each('page', () => paginateListObjectsV2({ client: s3 }, { Bucket: 'b' }));
        await notes.each('paginate', () => s3.paginateListObjectsV2({ Bucket: 'b' }));
      },
      calls: [
        'putObject success',
        'headObject client_error',
        'HeadObject success',
        'ListObjectsV2 success',
        'ListObjectsV2 success',
        'paginateListObjectsV2 success',
      ],
    },
  },
});
