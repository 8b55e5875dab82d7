const key = Symbol.for('partner-otel/1');

/**
 * One instance a process, whichever copy of this package asks first: two copies, ESM beside CommonJS,
 * or two versions in one tree share what is known of a partner.
 */
export function shared<T extends object>(name: string, create: () => T): T {
  const holder = globalThis as { [key]?: Map<string, object> };
  const rooms = (holder[key] ??= new Map());
  let room = rooms.get(name);
  if (room === undefined) {
    room = create();
    rooms.set(name, room);
  }
  return room as T;
}
