// The proof of work of a form: altcha's widget, with the worker that we serve beside it.
import './altcha.min.js';

const worker = new URL('pbkdf2.js', import.meta.url);
globalThis.$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(worker));
