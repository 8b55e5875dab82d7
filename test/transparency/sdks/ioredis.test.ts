import { once } from 'node:events';
import { Redis } from 'ioredis';
import { sideBySideOver } from './harness/index.ts';
import { RedisServer } from './harness/redis.ts';

sideBySideOver<Redis>(new RedisServer(), {
  name: 'ioredis',
  client: (url) => new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 }),
  close: (redis) => redis.disconnect(),
  scenarios: {
    'runs commands': {
      async run(redis, notes) {
        await notes.call('set', () => redis.set('a', '1', 'EX', 60));
        await notes.call('get', () => redis.get('a'));
        await notes.call('missing', () => redis.get('none'));
        await notes.call('buffer', () => redis.getBuffer('a').then(String));
        await notes.call('mget', () => redis.mget('a', 'none'));
        await notes.call('call', () => redis.call('GET', 'a'));
      },
      calls: ['set success', 'get success', 'get success', 'getBuffer success', 'mget success', 'call success'],
    },
    'throws reply errors': {
      async run(redis, notes) {
        await notes.call('incr', () => redis.incr('a'));
      },
      calls: ['incr error'],
    },
    'answers callbacks': {
      async run(redis, notes) {
        const got = await new Promise((resolve) => void redis.get('a', (error, value) => resolve([error, value])));
        notes.see('callback', got);
      },
      calls: ['get success'],
    },
    'runs pipelines': {
      async run(redis, notes) {
        const pipeline = redis.pipeline();
        notes.see('chained', [
          pipeline.set('a', '1') === pipeline,
          pipeline.get('a').constructor.name,
          pipeline.length,
        ]);
        await notes.call('exec', () => pipeline.exec());
        await notes.call('chain', () => redis.pipeline().get('a').incr('a').exec());
        await notes.call('array', () =>
          redis
            .pipeline([
              ['get', 'a'],
              ['get', 'none'],
            ])
            .exec(),
        );
      },
      calls: ['pipeline.exec success', 'pipeline.exec success', 'pipeline.exec success'],
    },
    'runs transactions': {
      async run(redis, notes) {
        await notes.call('exec', () => redis.multi().set('a', '2').get('a').exec());
        await notes.call('open', () => redis.multi({ pipeline: false }));
        await notes.call('queued', () => redis.get('a'));
        await notes.call('closed', () => redis.exec());
      },
      calls: ['multi.exec success', 'multi success', 'get success', 'exec success'],
    },
    'tells its events and state': {
      async run(redis, notes) {
        const seen: string[] = [];
        for (const name of ['connecting', 'connect', 'ready', 'close', 'end']) redis.on(name, () => seen.push(name));
        notes.see('status', redis.status);
        await notes.call('connect', () => redis.connect());
        notes.see('status', redis.status);
        await notes.call('quit', () => redis.quit());
        if (redis.status !== 'end') await once(redis, 'end');
        notes.see('seen', [seen, redis.status]);
        await notes.call('late', () => redis.get('a'));
      },
      calls: ['connect success', 'quit success', 'get network_error'],
    },
    'streams a scan': {
      async run(redis, notes) {
        await notes.each('keys', () => redis.scanStream());
      },
      calls: [],
    },
    'defines commands': {
      async run(redis, notes) {
        redis.defineCommand('seven', { numberOfKeys: 1, lua: 'return 7' });
        await notes.call('seven', () => (redis as any).seven('a'));
      },
      calls: ['seven success'],
    },
    'duplicates itself': {
      async run(redis, notes) {
        const other = redis.duplicate();
        notes.see('kind', [other instanceof Redis, other === redis, other.status]);
        await notes.call('get', () => other.get('a'));
        other.disconnect();
      },
      calls: ['get success'],
    },
    'is inspected the same': {
      run(redis, notes) {
        notes.see('options', [
          redis.options.lazyConnect,
          redis.options === redis.options,
          redis instanceof Redis,
          redis.constructor === Redis,
        ]);
        notes.see('keys', [Object.keys(redis), redis.get === redis.get, 'get' in redis]);
      },
      calls: [],
    },
  },
});
