// A back end over mongoose, started by --import partner-otel/register.
import mongoose from 'mongoose';
import { beginSync, controls, instrumentPartner, instrumentSync, observeUsers } from 'partner-otel';
import { satloc } from './partner-clients.ts';
import { mongoUrl, obey } from './surroundings.ts';

const Job = mongoose.model('Job', new mongoose.Schema({ customer: String, area: Number }));
const SyncState = mongoose.model('SyncState', new mongoose.Schema({ customer: String, at: Date, failures: Number }));
const User = mongoose.model('User', new mongoose.Schema({ partner: String, state: String }));

await mongoose.connect(mongoUrl, { monitorCommands: true });
const commands: string[] = [];
mongoose.connection.getClient().on('commandStarted', ({ commandName }) => commands.push(commandName));

// There before anything reads it: a source of last successes is read once a minute.
await SyncState.create({ customer: 'acme', at: new Date(1_700_000_000_000), failures: 2 });

const pullFiles = instrumentSync(
  async (customer: string) => {
    const rows = await satloc.files.get(`${customer}.json`);
    await Job.insertMany(rows.map(({ area }) => ({ customer, area })));
    return (await Job.find({ customer })).length;
  },
  { partner: 'satloc', operation: 'files', customer: (id) => id, records: (count) => count, maxCustomers: 1 },
);

// What all replicas know, from the database.
const shared = instrumentSync(async (customer: string) => void (await Job.countDocuments({ customer })), {
  partner: 'satloc',
  operation: 'shared',
  customer: (id) => id,
  staleness: 3_600_000,
  maxRuntime: 60_000,
  lastSuccess: async () =>
    (await SyncState.find().lean()).map(({ customer, at, failures }) => ({
      customer: customer ?? '',
      at: at ?? null,
      failures: failures ?? null,
    })),
});

observeUsers(
  async () => ({
    active: await User.countDocuments({ partner: 'satloc', state: 'active' }),
    error: await User.countDocuments({ partner: 'satloc', state: 'error' }),
  }),
  { partner: 'satloc', every: 100 },
);

/** A store whose methods answer with queries that are yet to be executed. */
const store = instrumentPartner({ find: (customer: string) => Job.find({ customer }) }, { partner: 'store' });
const findLater = instrumentSync((customer: string) => Job.find({ customer }), { partner: 'store', operation: 'find' });

const count = (name: string) => commands.filter((one) => one === name).length;

obey({
  fill: async () => {
    const users = ['active', 'active', 'active', 'error'].map((state) => ({ partner: 'satloc', state }));
    await User.insertMany(users);
    // Of another customer than the database knows: a success here would end the failures in a row of that one.
    await shared('berg');
  },
  sync: async () => {
    await pullFiles('acme');
    await pullFiles('berg');
  },
  fail: async () => {
    await pullFiles('broken').catch(() => {});
    const run = beginSync({ partner: 'satloc', operation: 'stream', customer: 'acme' });
    run.end(new Error('the stream broke off'));
  },
  query: async () => {
    const before = count('find');
    const query = store.find('acme');
    const later = findLater('acme');
    // Any command of another kind goes the same way behind them, had they been sent.
    for (let i = 0; i < 3; i += 1) await User.countDocuments();
    const unasked = count('find') - before;
    const [found, foundLater] = [await query, await later];
    console.log(
      JSON.stringify({
        unasked,
        asked: count('find') - before,
        isQuery: query instanceof mongoose.Query && later instanceof mongoose.Query,
        found: [found.length, foundLater.length],
      }),
    );
  },
  retire: async () => controls(pullFiles).forget('acme'),
});
console.log('farming');
