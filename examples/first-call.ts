// One client, wrapped once; two calls, and what they emitted: `node examples/first-call.ts`
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { instrumentPartner } from 'partner-otel';
import { startTestTelemetry } from 'partner-otel/testing';

// A partner that takes one order, and then has had enough.
const answers = [201, 429];
const partner = createServer((_, response) => response.writeHead(answers.shift() ?? 500).end()).listen(0, '127.0.0.1');
await once(partner, 'listening');
const baseURL = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;

// An application calls startTelemetry() of partner-otel/sdk here, and sends it all to its Collector.
const telemetry = startTestTelemetry();
const seeds = instrumentPartner(axios.create({ baseURL }), { partner: 'seed-shop' });

await seeds.post('/orders', { kilos: 40 });
await seeds.post('/orders', { kilos: 60 }).catch(() => 'tomorrow then');

console.log(telemetry.tree());
console.log(await telemetry.table('partner.api.requests'));
partner.close();
