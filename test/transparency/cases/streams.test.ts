import { Duplex, PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { settled, transparent } from '../harness.ts';

const error = new Error('broken');

function makeClient() {
  return {
    download: (parts = 2) => Readable.from(Array.from({ length: parts }, (_, index) => `part ${index};`)),
    failing: () =>
      new Readable({
        read() {
          this.destroy(error);
        },
      }),
    upload: () => {
      const chunks: string[] = [];
      return Object.assign(new Writable({ write: (chunk, _encoding, done) => (chunks.push(String(chunk)), done()) }), {
        chunks,
      });
    },
    duplex: () =>
      Duplex.from(async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield String(chunk).toUpperCase();
      }),
    through: () => new PassThrough(),
    web: () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue('a');
          controller.close();
        },
      }),
    webFailing: () =>
      new ReadableStream({
        start(controller) {
          controller.error(error);
        },
      }),
  };
}

const names = ['download', 'failing', 'upload', 'duplex', 'through', 'web', 'webFailing'];

for (const observed of [false, true]) {
  const how = observed ? 'named by an option' : 'by default';
  const options = observed ? { operations: { streams: names } } : {};
  const calls = (...seen: string[]): string[] => (observed ? seen : []);

  transparent(`a readable, read in every way, ${how}`, {
    make: makeClient,
    options,
    async script(client, log) {
      const stream = client.download();
      log(
        'stream',
        stream instanceof Readable,
        stream.readableFlowing,
        stream.listenerCount('data'),
        stream.listenerCount('error'),
      );
      log('text', await text(stream));
      for await (const part of client.download()) log('part', part);
      for await (const part of client.download()) {
        log('left', part);
        break;
      }
      const flowing = client.download();
      flowing.on('data', (part) => log('data', part));
      await new Promise((done) => flowing.on('end', done));
      client.download().destroy();
      await settled();
    },
    calls: calls('download', 'download', 'download', 'download', 'download'),
  });

  transparent(`a readable that fails, handled and not, ${how}`, {
    make: makeClient,
    options,
    async script(client, log) {
      await text(client.failing()).catch((caught: unknown) => log('caught', caught === error));
      client
        .failing()
        .on('error', (caught) => log('error', caught === error))
        .resume();
      await settled();
      client.failing().resume();
      await settled();
    },
    calls: calls('failing error', 'failing error', 'failing error'),
  });

  transparent(`a writable, ended and piped into, ${how}`, {
    make: makeClient,
    options,
    async script(client, log) {
      const upload = client.upload();
      upload.write('a');
      log('instance', upload instanceof Writable);
      await new Promise<void>((done) => upload.end('b', () => done()));
      log('chunks', upload.chunks);
      const second = client.upload();
      await pipeline(client.download(), second);
      log('piped', second.chunks);
    },
    calls: calls('upload', 'upload', 'download'),
  });

  transparent(`duplexes and passthroughs, ${how}`, {
    make: makeClient,
    options,
    async script(client, log) {
      const duplex = client.duplex();
      duplex.end('abc');
      log('duplex', await text(duplex));
      const through = client.through();
      through.end('x');
      log('through', await text(through), through instanceof PassThrough);
    },
    calls: calls('duplex', 'through'),
  });

  transparent(`web streams, ${how}`, {
    make: makeClient,
    options,
    async script(client, log) {
      const stream = client.web();
      log('stream', stream instanceof ReadableStream, stream.locked);
      log('text', await new Response(stream.pipeThrough(new TextEncoderStream())).text());
      const [one, two] = client.web().tee();
      log('tee', await Array.fromAsync(one), await Array.fromAsync(two));
      await client
        .webFailing()
        .getReader()
        .read()
        .catch((caught: unknown) => log('caught', caught === error));
      await settled();
    },
    calls: calls('web', 'web', 'webFailing error'),
  });
}

transparent('a duplex is over when both of its sides are', {
  make: makeClient,
  options: { operations: { streams: names } },
  async script(client, log) {
    const duplex = client.through();
    duplex.end('x');
    await settled();
    log('finished', duplex.writableFinished, duplex.readableEnded);
  },
  open: 1,
});
