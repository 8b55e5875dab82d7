/** The imports that the programs of these tests share; the SDK comes from the built package, by its own name. */
export const imports: Record<string, string> = {
  'node:http': '* as http',
  '@opentelemetry/api': '* as api',
  'partner-otel/sdk': '{ startTelemetry }',
};

/** Imported and required alike: `const { get: httpGet } = http` is bound before anything starts. */
export const server = `
const server = http.createServer((request, response) => response.end('ok'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = 'http://127.0.0.1:' + server.address().port;
const close = () => { server.closeAllConnections(); server.close(); };
const httpGet = (path) => new Promise((resolve, reject) =>
  http.get(origin + path, (response) => response.resume().on('end', resolve)).on('error', reject));
`;

export const systems = ['esm', 'cjs'] as const;
