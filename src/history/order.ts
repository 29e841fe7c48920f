export * from '../runners/order.js';
