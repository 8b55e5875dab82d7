import { readFileSync } from 'node:fs';

interface NetworkStats {
  readonly iface: string;
  readonly rx_bytes: number;
  readonly rx_errors: number;
  readonly rx_dropped: number;
  readonly tx_bytes: number;
  readonly tx_errors: number;
  readonly tx_dropped: number;
}

/**
 * Counts of the interface that the default route goes by. The build puts this file in the place of the package
 * `systeminformation`, of which the host metrics use nothing else: 900 kB, and a shell started at every collection.
 * Where there is no `/proc`, nothing is told.
 */
export async function networkStats(): Promise<NetworkStats[]> {
  const name = defaultInterface();
  const line = lines('/proc/net/dev').find((one) => one.startsWith(`${name}:`));
  if (name === undefined || line === undefined) return [];
  const counts = line
    .slice(name.length + 1)
    .trim()
    .split(/\s+/)
    .map(Number);
  const [rx_bytes = 0, , rx_errors = 0, rx_dropped = 0, , , , , tx_bytes = 0, , tx_errors = 0, tx_dropped = 0] = counts;
  return [{ iface: name, rx_bytes, rx_errors, rx_dropped, tx_bytes, tx_errors, tx_dropped }];
}

function defaultInterface(): string | undefined {
  const routes = lines('/proc/net/route').map((line) => line.split(/\s+/));
  return routes.find(([, destination]) => destination === '00000000')?.[0];
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim());
  } catch {
    return [];
  }
}
