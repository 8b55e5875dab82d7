import { instrumentPartner } from 'partner-otel';
import { partnersUrl } from './surroundings.ts';

export interface Row {
  readonly area: number;
}

class SatlocClient {
  readonly files = {
    get: async (name: string): Promise<Row[]> => {
      const response = await fetch(`${partnersUrl}/satloc/${name}`);
      if (!response.ok) throw Object.assign(new Error(`satloc answered ${response.status}`), response);
      return (await response.json()) as Row[];
    },
  };
}

class AgroClient {
  readonly jobs = {
    push: async (rows: readonly Row[]): Promise<void> => {
      const response = await fetch(`${partnersUrl}/agro/jobs`, { method: 'POST', body: JSON.stringify(rows) });
      await response.arrayBuffer();
    },
  };
}

export const satloc: SatlocClient = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
export const agro: AgroClient = instrumentPartner(new AgroClient(), { partner: 'agro' });
