import { randomUUID } from 'node:crypto';
import { systemClock } from './aws/clock.ts';
import type { BootedTemplate } from './boot-template.ts';
import { createFrontDoor } from './front-door.ts';
import { createGateway } from './gateway.ts';
import { createInspector } from './inspect.ts';
import { createPublicHandler } from './public-handler.ts';
import type { PublicServer } from './public-server.ts';
import type { RunningSample } from './samples/index.ts';

/** Opens the public port for the template's front door and HTTP API, and for questions to the laptop cloud. */
export function servePublicly(options: {
  readonly server: PublicServer;
  readonly booted: BootedTemplate;
  readonly samples: readonly RunningSample[];
  readonly log: (message: string) => void;
}): void {
  const { server, booted, samples, log } = options;
  const { blueprint, services, runtime, usage } = booted;
  const { access, api, frontDoor, functions } = blueprint;
  server.serve(
    createPublicHandler({
      inspector: createInspector({
        mail: (to) => services.ses.listMail({ to }),
        events: (query) => services.events.recordedEvents(query),
        usage,
        samples: () =>
          samples.map(({ name, url, documentUrl, authHint }) => ({ name, url, documentUrl, authHint })),
        resources: () => blueprint.resources.map(({ key, type, ref }) => ({ key, type, ref })),
        kill: (name) => runtime.kill(name),
        fire: (name) => services.events.fire(name),
        fireSchedule: (name) => services.scheduler.fire(name),
        health: () => ({
          status: 'ok',
          url: server.url,
          aws: booted.endpointUrl,
          functions: functions.length,
        }),
      }),
      wellKnown: (path) => services.cognito.serveWellKnown(path),
      frontDoor: createFrontDoor({ ...frontDoor, newRequestId: randomUUID }),
      gateway: createGateway({
        api,
        invoke: (functionArn, payload) => runtime.invoke(functionArn, payload),
        permits: (resource, sourceArn) =>
          access.serviceAllows('apigateway.amazonaws.com', {
            action: 'lambda:InvokeFunction',
            resource,
            sourceArn,
          }),
        newRequestId: randomUUID,
        clock: systemClock,
        log,
      }),
    }),
  );
}
