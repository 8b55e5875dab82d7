/**
 * The program of a worker thread that sends what is left while the main thread stands still, in an `exit`; it says when
 * all is done, and which letters found nobody. A text and no
 * file: a worker's file would have to be found beside every bundle that somebody makes of this one.
 */
export const sender = `
const { workerData } = require('node:worker_threads');
const { gzipSync } = require('node:zlib');
const { letters, signal } = workerData;
const agents = {};
const send = ({ url, headers, gzip, data, tls }, index) => new Promise((done) => {
  const { protocol } = new URL(url);
  const { request, Agent } = require(protocol === 'https:' ? 'node:https' : 'node:http');
  const body = gzip ? gzipSync(data) : data;
  const agent = agents[protocol] ??= new Agent({ keepAlive: true, maxSockets: 8 });
  const extra = { 'Content-Length': body.length, ...(gzip ? { 'Content-Encoding': 'gzip' } : {}) };
  // Not by the agent: a signal may have certificates of its own.
  const asked = { method: 'POST', agent, headers: { ...headers, ...extra }, ...tls };
  request(url, asked, (answer) => answer.resume().on('close', done))
    .on('error', () => {
      signal[index + 1] = 1;
      done();
    })
    .end(body);
});
Promise.all(letters.map(send)).finally(() => {
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});
`;
