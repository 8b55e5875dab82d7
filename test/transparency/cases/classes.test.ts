/* oxlint-disable eslint/no-useless-call -- what nobody should write is what is tried here */
import { attempt, transparent } from '../harness.ts';

class Base {
  static made = 0;
  #token = 'secret';
  name = 'base';

  get token(): string {
    return this.#token;
  }

  set token(token: string) {
    this.#token = token;
  }

  async get(id: string): Promise<{ id: string; token: string }> {
    return { id, token: this.#token };
  }

  sync(): string {
    return `sync ${this.#token}`;
  }
}

class Derived extends Base {
  #calls = 0;
  readonly arrow = async (): Promise<number> => (this.#calls += 1);

  override async get(id: string): Promise<{ id: string; token: string }> {
    const base = await super.get(id);
    this.#calls += 1;
    return { ...base, id: `${id} ${this.#calls}` };
  }

  async both(): Promise<unknown[]> {
    return Promise.all([this.get('a'), this.get('b')]);
  }
}

transparent('a class with private fields', {
  make: () => new Base(),
  async script(client, log) {
    log(
      'client',
      client,
      client instanceof Base,
      client.constructor === Base,
      Object.getPrototypeOf(client) === Base.prototype,
    );
    log('token', client.token);
    client.token = 'other';
    log('token', client.token, client.sync());
    log('get', await client.get('1'));
    log('same', client.get === client.get, client.get);
  },
  calls: ['get'],
});

transparent('inheritance, super, arrow fields and calls to itself', {
  make: () => new Derived(),
  async script(client, log) {
    log('client', client, client instanceof Base);
    log('get', await client.get('1'));
    log('both', await client.both());
    log('arrow', await client.arrow(), client.arrow);
  },
  calls: ['get', 'both', 'arrow'],
});

transparent('methods detached, bound, called and applied', {
  make: () => new Base(),
  async script(client, log) {
    const { get } = client;
    await attempt(log, 'detached', () => get('1'));
    const bound = client.get.bind(client);
    log('bound', bound, await bound('2'));
    log('call', await client.get.call(client, '3'), await client.get.apply(client, ['4']));
    log('reflect', await Reflect.apply(client.get, client, ['5']));
    log('map', await Promise.all(['6', '7'].map(client.get, client)));
    log(
      'natives',
      client.get.call === Function.prototype.call,
      client.hasOwnProperty === Object.prototype.hasOwnProperty,
    );
    log('other', await client.get.call(new Base(), '8'));
  },
  firstCalls: ['get error', ...Array.from({ length: 7 }, () => 'get')],
  calls: ['get error', ...Array.from({ length: 7 }, () => 'get')],
});

transparent('symbols: disposal, primitives, tags', {
  make: () =>
    new (class Client {
      #open = true;
      get [Symbol.toStringTag](): string {
        return `tagged ${this.#open}`;
      }
      [Symbol.toPrimitive](hint: string): string | number {
        return hint === 'number' ? 7 : `primitive ${this.#open}`;
      }
      [Symbol.dispose](): void {
        this.#open = false;
      }
      async [Symbol.asyncDispose](): Promise<void> {
        this.#open = false;
      }
      async *[Symbol.asyncIterator](): AsyncGenerator<number> {
        if (this.#open) yield 1;
        yield 2;
      }
      *[Symbol.iterator](): Generator<boolean> {
        yield this.#open;
      }
    })(),
  async script(client, log) {
    log('primitives', `${String(client)}`, Number(client), Object.prototype.toString.call(client));
    for await (const value of client) log('async', value);
    log('spread', [...client]);
    log('methods', client[Symbol.asyncIterator], client[Symbol.iterator], client[Symbol.toPrimitive]);
    log('same', client[Symbol.dispose] === client[Symbol.dispose]);
    {
      using one = client;
      log('using', one === client);
    }
    log('after', String(client));
    {
      await using two = client;
      log('await using', two === client);
    }
    log(
      'foreign',
      ((): unknown => {
        try {
          return client[Symbol.toPrimitive].call({} as typeof client, 'string');
        } catch (error) {
          return error;
        }
      })(),
    );
  },
});

transparent('a class as client: statics, construction, subclassing, hasInstance', {
  make: () => {
    class Client {
      static #count = 0;
      static readonly version = '1';
      static async create(): Promise<Client> {
        return new Client('created');
      }
      static of(): Client {
        return new this('of');
      }
      static get count(): number {
        return this.#count;
      }
      static [Symbol.hasInstance](value: unknown): boolean {
        return #id in (value as object) || Object.getPrototypeOf(value) !== Object.prototype;
      }
      readonly #id: string;
      readonly target: string;
      constructor(id: string) {
        Client.#count += 1;
        this.#id = id;
        this.target = new.target.name;
      }
      async id(): Promise<string> {
        return this.#id;
      }
    }
    return Client;
  },
  async script(Client, log) {
    log('class', Client, Client.version, Client.count, Client.prototype);
    const one = new Client('one');
    log('new', one, one.constructor.name, one instanceof Client, await one.id());
    const created = await Client.create();
    log('create', created, created instanceof Client, await created.id());
    log('of', await Client.of().id(), Client.count);
    class Special extends Client {
      readonly extra = 1;
      override async id(): Promise<string> {
        return `special ${await super.id()}`;
      }
    }
    const special = new Special('x');
    log('sub', special, await special.id(), special instanceof Client, special instanceof Special, Special.version);
    log('construct', Reflect.construct(Client, ['r'], Special));
    log('hasInstance', {} instanceof Client);
    await attempt(log, 'call', () => (Client as unknown as () => unknown)());
  },
  calls: ['id', 'create', 'id', 'id'],
});

transparent('instances of a class keep their own kind with instanceof', {
  make: () =>
    class Plain {
      async run(): Promise<this> {
        return this;
      }
    },
  async script(Plain, log) {
    const one = new Plain();
    log('one', one instanceof Plain, one.constructor === Plain, (await one.run()) === one);
    log('names', Plain.name, Plain.length, Object.keys(Plain), 'prototype' in Plain);
  },
  calls: ['run'],
});
