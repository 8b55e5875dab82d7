import type { Redactor } from '../../redaction/index.ts';
import { viewOf } from './view.ts';

export interface ResourceLike {
  readonly attributes: object;
  readonly asyncAttributesPending?: boolean | undefined;
}

/** Resources without secrets, such as a command's arguments have. A process has one or two, told by identity. */
export class Resources {
  readonly #redactor: Redactor;
  readonly #known = new WeakMap<ResourceLike, ResourceLike>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  redacted<R extends ResourceLike>(resource: R): R {
    const known = this.#known.get(resource);
    if (known !== undefined) return known as R;
    // Those who export wait for what is pending, and must then see it redacted.
    if (resource.asyncAttributesPending) return this.#lateView(resource);
    const attributes = this.#redactor.attributes(resource.attributes);
    const redacted = attributes === resource.attributes ? resource : viewOf(resource, { attributes });
    this.#known.set(resource, redacted);
    return redacted;
  }

  #lateView<R extends ResourceLike>(resource: R): R {
    const redactor = this.#redactor;
    return viewOf(resource, {
      get attributes() {
        return redactor.attributes(resource.attributes);
      },
    });
  }
}
