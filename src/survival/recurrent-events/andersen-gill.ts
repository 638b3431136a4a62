export * from '../andersen-gill/andersen-gill.js';
