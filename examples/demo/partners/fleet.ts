import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { partnerNames } from '../faults.ts';
import type { Fault, PartnerName } from '../faults.ts';

/** The partners' servers, each in a process of its own. */
export interface Fleet {
  /** Where the partner listens. */
  url(partner: PartnerName): URL;
  /** What the partner suffers from now. */
  fault(partner: PartnerName): Fault;
  /** Resolves when the partner has begun to behave so. */
  suffer(partner: PartnerName, fault: Fault): Promise<void>;
  stop(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  readonly url: URL;
  fault: Fault;
  /** Faults are told one after the other, since each is answered. */
  told: Promise<unknown>;
}

export async function startFleet(seed: number): Promise<Fleet> {
  const started = partnerNames.map(async (name, index): Promise<readonly [PartnerName, Member]> => {
    const child = fork(new URL('host.ts', import.meta.url), [name, String(seed + index)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [{ port }] = (await answer(child, name)) as [{ port: number }];
    return [name, { child, url: new URL(`http://127.0.0.1:${port}`), fault: 'none', told: Promise.resolve() }];
  });
  const members = new Map(await Promise.all(started));
  const member = (partner: PartnerName): Member => {
    const found = members.get(partner);
    if (found === undefined) throw new Error(`no partner is called ${partner}`);
    return found;
  };

  return {
    url: (partner) => member(partner).url,
    fault: (partner) => member(partner).fault,
    async suffer(partner, fault) {
      const at = member(partner);
      at.fault = fault;
      at.told = at.told.then(() => {
        at.child.send({ fault });
        return answer(at.child, partner);
      });
      await at.told;
    },
    async stop() {
      await Promise.all(
        [...members.values()].map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = once(child, 'exit');
          if (child.connected) child.disconnect();
          else child.kill();
          await gone;
        }),
      );
    },
  };
}

/** The next message of the partner's process, or an error if it ends instead. */
async function answer(child: ChildProcess, name: string): Promise<unknown[]> {
  const given = new AbortController();
  const { signal } = given;
  try {
    const gone = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the process of partner ${name} ended with code ${String(code)}`);
    });
    return await Promise.race([once(child, 'message', { signal }), gone]);
  } finally {
    given.abort();
  }
}
