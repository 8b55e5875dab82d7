/** Farms that the office sprays for; what was applied on their fields is pulled for each of them. */
export const customers = ['warrah', 'gundabooka', 'merri-creek', 'tarcutta'] as const;
export type Customer = (typeof customers)[number];

const usersOfEach = 2;

/** Which account of Satloc a customer's data is pulled from. */
export class Accounts {
  readonly #closed = new Set<Customer>();

  /** From now on Satloc knows no account of the customer, or knows it again. */
  close(customer: Customer, closed: boolean): void {
    if (closed) this.#closed.add(customer);
    else this.#closed.delete(customer);
  }

  isClosed(customer: Customer): boolean {
    return this.#closed.has(customer);
  }

  of(customer: Customer): string {
    return this.isClosed(customer) ? `closed-${customer}` : customer;
  }

  /** Users of the office that work with Satloc, as its database would count them. */
  users(): { active: number; error: number } {
    const error = this.#closed.size * usersOfEach;
    return { active: customers.length * usersOfEach - error, error };
  }
}
