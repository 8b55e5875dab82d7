require('@opentelemetry/api').trace.getTracer('test').startSpan('in the worker').end();
