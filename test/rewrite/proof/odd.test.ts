import { proveHalf } from './half.js';

await proveHalf(1);
