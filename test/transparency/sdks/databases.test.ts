import knex from 'knex';
import type { Knex } from 'knex';
// @ts-expect-error -- without types
import PostgresDialect from 'knex/lib/dialects/postgres/index.js';
import mongoose from 'mongoose';
import type { Model, Mongoose } from 'mongoose';
import { sideBySide } from './harness/index.ts';

const answer = () => ({});
/** A PostgreSQL that answers by itself and notes what it was asked. */
class Answering extends PostgresDialect {
  static readonly asked: string[] = [];
  _driver() {
    return {};
  }
  acquireRawConnection() {
    return Promise.resolve({ on() {}, end() {} });
  }
  destroyRawConnection() {
    return Promise.resolve();
  }
  checkVersion() {
    return Promise.resolve('16');
  }
  _query(_connection: unknown, asked: any) {
    Answering.asked.push(asked.sql as string);
    if (String(asked.sql).includes('missing'))
      return Promise.reject(Object.assign(new Error('no such table'), { code: '42P01' }));
    asked.response = {
      command: String(asked.sql).split(' ')[0]?.toUpperCase(),
      rows: [{ id: 1 }, { id: 2 }],
      rowCount: 2,
    };
    return Promise.resolve(asked);
  }
  _stream(_connection: unknown, _asked: unknown, stream: any) {
    stream.write({ id: 1 });
    stream.end();
    return Promise.resolve();
  }
}

sideBySide<Knex>({
  name: 'knex',
  answer,
  client: () => (
    (Answering.asked.length = 0),
    knex({ client: Answering as any, connection: {}, pool: { min: 0, max: 1 } })
  ),
  close: (db) => db.destroy(),
  scenarios: {
    'asks when awaited, and not before': {
      async run(db, notes) {
        const query = db('jobs').where({ id: 1 }).select('id');
        await new Promise((resolve) => void setImmediate(resolve));
        notes.see('asked', [...Answering.asked]);
        notes.see('sql', [query.toString(), query.toSQL().sql]);
        await notes.call('query', () => query);
        notes.see('asked', [...Answering.asked]);
      },
      calls: ['knex success'],
    },
    'builds without asking': {
      run(db, notes) {
        const query = db.select('*').from('jobs').join('users', 'users.id', 'jobs.user').orderBy('id');
        notes.see('sql', query.toString());
        notes.see('clone', query.clone().limit(1).toString());
        notes.see('nested', db('jobs').whereIn('id', db('users').select('id')).toString());
        notes.see('raw', [
          db.raw('now()').toString(),
          db.ref('a').toString(),
          db('jobs')
            .where('a', db.raw('?', [1]))
            .toString(),
        ]);
        notes.see('asked', [...Answering.asked]);
      },
      calls: [],
    },
    'chains, fails, runs callbacks': {
      async run(db, notes) {
        await notes.call('then', () => db('jobs').then((rows: unknown[]) => rows.length));
        await notes.call('first', () => db('jobs').first());
        await notes.call('insert', () => db('jobs').insert({ id: 1 }));
        await notes.call('missing', () => db('missing').select());
        await notes.call('catch', () => db('missing').catch((error: Error) => error.message));
        await notes.call('finally', () => db('jobs').finally(() => notes.see('finally', true)));
        await notes.call('raw', () => db.raw('select 1'));
        const called = await new Promise((resolve) =>
          db('jobs').asCallback((error: unknown, rows: unknown) => resolve([error, rows])),
        );
        notes.see('callback', called);
      },
      calls: [
        'knex success',
        'knex success',
        'knex success',
        'knex error',
        'knex error',
        'knex success',
        'raw success',
        'knex success',
      ],
    },
    'runs transactions': {
      async run(db, notes) {
        await notes.call('committed', () => db.transaction(async (trx) => await trx('jobs').insert({ id: 1 })));
        await notes.call('rolled back', () =>
          db.transaction(async () => {
            throw new Error('no');
          }),
        );
        const trx = await db.transaction();
        await notes.call('inside', () => trx('jobs').select());
        await notes.call('commit', () => trx.commit());
        notes.see('asked', [...Answering.asked]);
      },
      calls: ['transaction success', 'transaction error', 'transaction success', 'knex success', 'commit success'],
    },
    streams: {
      async run(db, notes) {
        await notes.each('row', () => db('jobs').stream());
      },
      calls: [],
    },
    'is inspected the same': {
      run(db, notes) {
        notes.see('function', [
          typeof db,
          db.name,
          db.client.constructor.name,
          db.schema.constructor.name,
          db.fn.now().toString(),
        ]);
        notes.see('schema', db.schema.createTable('a', (table) => void table.string('b')).toString());
      },
      calls: [],
    },
  },
});

interface Job {
  name: string;
}
let kept: Mongoose | undefined;
sideBySide<Model<Job>>({
  name: 'mongoose',
  answer,
  client() {
    kept = new mongoose.Mongoose();
    kept.set('bufferTimeoutMS', 20);
    const schema = new kept.Schema<Job>({ name: { type: String, required: true } });
    schema.static('named', function named(this: Model<Job>, name: string) {
      return this.find({ name });
    });
    schema.static('shout', (name: string) => name.toUpperCase());
    return kept.model<Job>('Job', schema);
  },
  close: () => kept?.disconnect(),
  scenarios: {
    'does not run a query that nobody awaits': {
      async run(jobs, notes) {
        let ran = 0;
        jobs.schema.pre('find', () => void (ran += 1));
        const query = jobs.find({ name: 'a' }).limit(1).lean();
        notes.see('query', [
          query.constructor.name,
          query.getFilter(),
          query.getOptions(),
          (query as any)._executionStack == null,
        ]);
        await new Promise((resolve) => void setImmediate(resolve));
        notes.see('ran', [ran, (query as any)._executionStack == null]);
      },
      calls: [],
    },
    'fails without a server as bare': {
      async run(jobs, notes) {
        await notes.call('find', () => jobs.find());
        await notes.call('exec', () => jobs.findOne({ name: 'a' }).exec());
        await notes.call('then', () => jobs.countDocuments().then((count) => count));
        await notes.call('create', () => jobs.create({ name: 'a' }));
        await notes.call('invalid', () => jobs.create({} as any));
        await notes.call('aggregate', () => jobs.aggregate([{ $match: {} }]));
        await notes.call('static', () => (jobs as any).named('a'));
        const query = jobs.find();
        await notes.call('once', () => query);
        await notes.call('twice', () => query);
      },
      calls: [
        'find timeout',
        'findOne timeout',
        'countDocuments timeout',
        'create timeout',
        'create error',
        'aggregate timeout',
        'named timeout',
        'find timeout',
      ],
    },
    'makes documents': {
      async run(jobs, notes) {
        const job = new jobs({ name: 'a' });
        notes.see('made', [
          job.name,
          job instanceof jobs,
          job.constructor === jobs,
          job.isNew,
          Object.keys(job.toObject()),
        ]);
        await notes.call('validate', () => job.validate());
        await notes.call('invalid', () => new jobs({} as any).validate());
        notes.see('hydrated', jobs.hydrate({ _id: '5f0000000000000000000000', name: 'b' }).name);
        notes.see('static', (jobs as any).shout('a'));
        class Sub extends (jobs as any) {}
        notes.see('sub', new (Sub as any)({ name: 'c' }) instanceof Sub);
      },
      calls: ['validate success', 'validate error'],
    },
    'is inspected the same': {
      run(jobs, notes) {
        notes.see('model', [
          jobs.modelName,
          jobs.name,
          typeof jobs,
          jobs.collection.name,
          jobs.db.readyState,
          Object.keys(jobs),
        ]);
        notes.see('schema', [
          jobs.schema.path('name') !== undefined,
          jobs.schema === jobs.schema,
          Object.keys(jobs.schema.paths),
        ]);
        notes.see('where', jobs.where('name').equals('a').getFilter());
      },
      calls: [],
    },
  },
});
