// The runtime inside a worker thread: loads one handler and runs one invocation at a time, as Lambda's Node.js runtime
// does. Plain JavaScript, so that a worker starts without a type stripper.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { codeDirectory, handler: handlerName } = workerData;
const [moduleName, exportName] = handlerName.split(/\.(?=[^.]*$)/u);

/** Lambda's error document. */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  const trace = (error.stack ?? '').split('\n');
  const members = { errorType: error.name, errorMessage: error.message, trace };
  return error.code === undefined ? members : { ...members, code: error.code };
}

async function load() {
  let module;
  for (const extension of ['mjs', 'js', 'cjs']) {
    try {
      module = await import(pathToFileURL(join(codeDirectory, `${moduleName}.${extension}`)).href);
      break;
    } catch (error) {
      const own =
        error?.code === 'ERR_MODULE_NOT_FOUND' &&
        String(error.url ?? '').endsWith(`${moduleName}.${extension}`);
      if (!own) throw error;
    }
  }
  if (!module) {
    const missing = new Error(`Error: Cannot find module '${moduleName}'`);
    missing.name = 'Runtime.ImportModuleError';
    throw missing;
  }
  const handler = module[exportName] ?? module.default?.[exportName];
  if (typeof handler !== 'function') {
    const missing = new Error(`${handlerName} is undefined or not exported`);
    missing.name = 'Runtime.HandlerNotFound';
    throw missing;
  }
  return handler;
}

function createContext({ requestId, deadline, functionName, functionArn, memoryMb, logGroupName }) {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    logGroupName,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: String(memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

/** A handler answers by a promise; one with a third parameter may use the callback instead. */
function call(handler, event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const done = (error, result) => (error ? reject(error) : resolve(result));
    const returned = handler(event, context, done);
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
  });
}

let handler;
try {
  handler = await load();
  parentPort.postMessage({ type: 'ready' });
} catch (error) {
  parentPort.postMessage({ type: 'init-failed', error: describe(error) });
}

async function run({ payload, invocation }) {
  try {
    const result = await call(handler, JSON.parse(payload), createContext(invocation));
    parentPort.postMessage({ type: 'result', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    parentPort.postMessage({ type: 'error', error: describe(error) });
  }
}

parentPort.on('message', (message) => void run(message));
