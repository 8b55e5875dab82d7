class Return {
  constructor(object: object) {
    // What a base constructor returns is where the private fields of the derived class land.
    return object;
  }
}

/**
 * A note on a foreign object, in a private field: invisible to everyone, gone with the object,
 * and a third of the price of a WeakMap (190 ns against 550 a call).
 */
export function createStamp<Note>(): { set(object: object, note: Note): void; get(object: unknown): Note | undefined } {
  class Stamp extends Return {
    #note: Note;

    constructor(object: object, note: Note) {
      super(object);
      this.#note = note;
    }

    static get(object: unknown): Note | undefined {
      return ((typeof object === 'object' && object !== null) || typeof object === 'function') && #note in object
        ? object.#note
        : undefined;
    }
  }
  return { set: (object, note) => void new Stamp(object, note), get: Stamp.get };
}
