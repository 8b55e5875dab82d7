import * as Sentry from '@sentry/node';

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  enableOpenTelemetrySetup: process.env.SENTRY_OTEL === 'true',
});

export const theirs = {
  flush: async () => {
    await Sentry.flush(5_000);
  },
};
