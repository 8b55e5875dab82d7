import { acceptCounts, EndedSeries, instruments, other, partnerNames, Reading } from '../../instruments/index.ts';
import { shared } from '../../safety/index.ts';
import { userStates } from '../../signals/index.ts';
import type { UserState } from '../../signals/index.ts';

/** Users of a partner by state; any of them. */
export type UserReading = { readonly [State in UserState]?: number | undefined };

const limit = 2_000;

/** Where the users of one partner are counted. */
export class UserSource {
  readonly partner: string;
  readonly reading: Reading<UserReading>;
  retired = false;

  constructor(partner: string, source: () => unknown, every: number) {
    this.partner = partner;
    this.reading = new Reading({
      of: `users of ${partner}`,
      source: async () => acceptCounts(`the source of users of '${partner}'`, userStates, await source()),
      every,
      limit,
    });
  }
}

/** The sources of users of the process, and the one place where they are read. */
class Users {
  readonly #byPartner = new Map<string, UserSource>();
  readonly #ended = new EndedSeries('partner.system_users');

  constructor() {
    instruments.whenSwapped(() => {
      for (const { reading } of this.all()) reading.expire();
    });
    instruments.observe('partner.system_users', async (report) => {
      const telling = [...this.all()].map(async (source) => {
        const reading = await source.reading.shared();
        if (reading === undefined || source.retired) return;
        for (const state of userStates) {
          const count = reading[state];
          if (count !== undefined) report(count, { partner: source.partner, state });
        }
      });
      await Promise.all(telling);
    });
  }

  /** The source of a partner's users; the first one stands. One beyond the bound of partners is read for nobody. */
  of(partner: string, source: () => unknown, every: number): UserSource {
    const known = this.#byPartner.get(partner);
    if (known !== undefined) return known;
    const created = new UserSource(partner, source, every);
    if (partnerNames.labelOf(partner) === other) return created;
    this.#byPartner.set(partner, created);
    for (const state of userStates) this.#ended.delete({ partner, state });
    instruments.registered();
    return created;
  }

  retire(source: UserSource | undefined): void {
    if (source === undefined || source.retired) return;
    source.retired = true;
    if (this.#byPartner.get(source.partner) !== source) return;
    this.#byPartner.delete(source.partner);
    for (const state of userStates) this.#ended.add({ partner: source.partner, state });
  }

  /** The partner itself is retired, and with it all that is told of it. */
  retirePartner(partner: string): void {
    this.retire(this.#byPartner.get(partner));
  }

  all(): Iterable<UserSource> {
    return this.#byPartner.values();
  }
}

export const users: Users = shared('users', () => new Users());
