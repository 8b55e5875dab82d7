export { Member } from './member.ts';
export { isObject, unwrap, wrappedOf } from './wrapped.ts';
