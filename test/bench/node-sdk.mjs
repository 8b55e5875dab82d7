// The rival of `partner-otel/register`: NodeSDK with the same instrumentations, in a preload as its documentation has it.
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { HostMetricsInstrumentation } from '@opentelemetry/instrumentation-host-metrics';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MongooseInstrumentation } from '@opentelemetry/instrumentation-mongoose';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { WinstonInstrumentation } from '@opentelemetry/instrumentation-winston';
import { NodeSDK } from '@opentelemetry/sdk-node';

new NodeSDK({
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new MongooseInstrumentation(),
    new WinstonInstrumentation({ disableLogSending: true }),
    new RuntimeNodeInstrumentation(),
    new HostMetricsInstrumentation(),
  ],
}).start();
register({ include: ['mongoose', 'winston'] });
