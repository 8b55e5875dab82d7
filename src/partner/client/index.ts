export { Member } from './member.ts';
export { unwrap, wrappedOf } from './wrapped.ts';
