import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { publicUrl } from '../constructs/addresses.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { HouseHttpApi, type HttpFunctions } from '../constructs/house-http-api.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import { OriginToken } from '../constructs/origin-token.ts';
import { createApiFunctions } from './api-functions.ts';
import type { DataStack } from './data-stack.ts';
import type { IdentityStack } from './identity-stack.ts';
import type { IngestionStack } from './ingestion-stack.ts';
import type { WorkflowsStack } from './workflows-stack.ts';

/** What the API's functions reach. */
export interface ApiStackProps {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly workflows: WorkflowsStack;
  readonly ingestion: IngestionStack;
}

/** The public API: its functions, the gateway and the front door. */
export class ApiStack extends Stack {
  readonly functions: HttpFunctions;
  readonly api: HouseHttpApi;
  readonly frontDoor: FrontDoor;

  constructor(scope: Construct, house: HouseWithAlarms, props: ApiStackProps) {
    super(scope, houseName(house.environment, 'api'));
    const originToken = new OriginToken(this).reference;
    this.functions = createApiFunctions(this, { house, ...props, originToken });
    this.api = new HouseHttpApi(this, { house, functions: this.functions });
    this.frontDoor = new FrontDoor(this, { house, apiId: this.api.apiId, originToken });
    new CfnOutput(this, 'PublicUrl', {
      description: 'Base of the public API',
      value: publicUrl(house.environment) || `https://${this.frontDoor.distribution.distributionDomainName}`,
    });
  }
}
