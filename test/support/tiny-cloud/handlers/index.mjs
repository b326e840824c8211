// Handlers of the tests of the Lambda runtime: each does what its event says.
let calls = 0;

export async function handler(event, context) {
  calls += 1;
  switch (event.do) {
    case 'echo':
      return { event, environment: process.env, calls };
    case 'context':
      return { ...context, left: context.getRemainingTimeInMillis() };
    case 'undefined':
      return undefined;
    case 'throw':
      throw new TypeError('thrown');
    case 'throw a string':
      throw 'text';
    case 'exit':
      return process.exit(3);
    case 'stray rejection':
      void Promise.reject(new Error('stray'));
      return sleep(1000);
    case 'loop':
      for (;;);
    case 'sleep':
      return sleep(event.ms);
    case 'eat memory': {
      const eaten = [];
      for (;;) eaten.push(Array.from({ length: 1e6 }, Math.random));
    }
    case 'answer much':
      return 'x'.repeat(6 * 1024 * 1024);
    case 'print':
      console.log('plain line');
      console.log(JSON.stringify({ level: 'INFO', message: 'quiet' }));
      console.error(JSON.stringify({ level: 'ERROR', message: 'loud' }));
      return null;
    default:
      throw new Error(`What is ${event.do}?`);
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(() => resolve(calls), ms));

export const callback = (event, _context, done) => setTimeout(() => done(null, `called with ${event.x}`), 1);

export const notAFunction = 1;
