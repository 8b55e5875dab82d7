import { faults, partnerNames } from '../faults.ts';
import type { Fault, PartnerName } from '../faults.ts';
import type { Customer } from '../office/customers.ts';

export interface KeyActions {
  suffer(partner: PartnerName, fault: Fault): void;
  /** Its syncs fail, or no longer. */
  fallBehind(customer: Customer): void;
  /** The stages do, or no longer. */
  standStill(): void;
  giveUp(): void;
  automatic(): void;
  quit(): void;
}

export interface Keys {
  /** The partner that the next fault is for. */
  readonly chosen: PartnerName;
  release(): void;
}

/** Single key presses; only a terminal has them. */
export function listenToKeys(actions: KeyActions): Keys {
  const { stdin } = process;
  let chosen: PartnerName = partnerNames[0];

  const pressed = (text: string): void => {
    for (const key of text) {
      const partner = partnerNames[Number(key) - 1];
      const fault = (Object.keys(faults) as Fault[]).find((name) => faults[name].key === key);
      if (partner !== undefined) chosen = partner;
      else if (fault !== undefined) actions.suffer(chosen, fault);
      else if (key === 'l') actions.fallBehind('tarcutta');
      else if (key === 'p') actions.standStill();
      else if (key === 'x') actions.giveUp();
      else if (key === 'a') actions.automatic();
      // In raw mode Ctrl-C is a key like any other.
      else if (key === 'q' || key === '\u0003') actions.quit();
    }
  };
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', pressed);
  stdin.resume();
  return {
    get chosen() {
      return chosen;
    },
    release() {
      stdin.off('data', pressed);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
