/** Instrumentation scope of all that this package emits; the version is that of package.json. */
export const scope = { name: 'partner-otel', version: '0.1.0' } as const;
