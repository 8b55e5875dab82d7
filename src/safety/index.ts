export { copiesTopic, sayCopies } from './copies.ts';
export { sayFirstStand } from './conflict.ts';
export { guard } from './guard.ts';
export { isObject } from './object.ts';
export { checkDuration, checkFunction, checkKeys, checkName, checkShare, isName, OptionError } from './options.ts';
export { sayFault, sayOnce, sayRecovered } from './say.ts';
export { shared } from './shared.ts';
