import { createHash } from 'node:crypto';
import type { Answer, Partner } from './server.ts';

const xml = { 'content-type': 'application/xml', 'x-amz-request-id': 'DEMO0000' };

const fault = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>DEMO0000</RequestId></Error>`,
  headers: xml,
});

/** One bucket, path style, that forgets its oldest objects. */
export function createPartner(): Partner {
  const objects = new Map<string, Buffer>();
  const put = (key: string, body: Buffer): Answer => {
    objects.set(key, body);
    const [oldest] = objects.keys();
    if (objects.size > 500 && oldest !== undefined) objects.delete(oldest);
    return { status: 200, body: '', headers: { ...xml, etag: etag(body) } };
  };
  const list = (bucket: string): Answer => {
    const contents = [...objects].map(
      ([key, body]) => `<Contents><Key>${key}</Key><Size>${body.length}</Size><ETag>${etag(body)}</ETag></Contents>`,
    );
    const body = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>${bucket}</Name><KeyCount>${contents.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
    return { status: 200, body, headers: xml };
  };
  return {
    latency: [5, 25],
    answer({ method, path, body }) {
      const [bucket = '', ...rest] = path;
      const key = rest.join('/');
      if (key === '') return list(bucket);
      if (method === 'PUT') return put(key, body);
      const stored = objects.get(key);
      if (stored === undefined) return fault(404, 'NoSuchKey', 'The specified key does not exist.');
      return { status: 200, body: stored, headers: { 'content-type': 'text/csv', etag: etag(stored) } };
    },
    refuse: (refusal) =>
      ({
        unauthorised: fault(
          403,
          'InvalidAccessKeyId',
          'The AWS access key Id you provided does not exist in our records.',
        ),
        limited: fault(503, 'SlowDown', 'Please reduce your request rate.'),
        failing: fault(500, 'InternalError', 'We encountered an internal error. Please try again.'),
        rejecting: fault(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.'),
        garbled: { status: 200, body: '<?xml version="1.0"?><ListBucketResult><Name>', headers: xml },
      })[refusal],
  };
}

const etag = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;
