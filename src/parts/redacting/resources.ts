import type { Redactor } from '../../redaction/index.ts';
import { viewOf } from './view.ts';

export interface ResourceLike {
  readonly attributes: object;
  readonly asyncAttributesPending?: boolean | undefined;
  getRawAttributes?(): readonly (readonly [string, unknown])[];
}

interface Shown {
  readonly resource: ResourceLike;
  readonly pending: boolean;
}

/** Resources without secrets, such as a command's arguments have. A process has one or two, told by identity. */
export class Resources {
  readonly #redactor: Redactor;
  readonly #known = new WeakMap<ResourceLike, Shown>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** One object a resource, as exporters group by it; read again when what was pending has come. */
  redacted<R extends ResourceLike>(resource: R): R {
    const pending = resource.asyncAttributesPending === true;
    const known = this.#known.get(resource);
    if (known !== undefined && known.pending === pending) return known.resource as R;
    const redactor = this.#redactor;
    // What a detector has yet to say may hold a secret: it is read, and redacted, when it leaves.
    const clean = !pending && redactor.attributes(resource.attributes) === resource.attributes;
    const attributesNow = (): object => redactor.attributes(resource.attributes);
    const shown = clean
      ? resource
      : viewOf(resource, {
          get attributes() {
            return attributesNow();
          },
          getRawAttributes: () => Object.entries(attributesNow()),
        });
    this.#known.set(resource, { resource: shown, pending });
    return shown;
  }
}
