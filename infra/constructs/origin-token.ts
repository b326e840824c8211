import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * What the front door proves itself with at the functions, so that they believe the viewer's address it hands on.
 * Random, made on deployment, and put in both places by CloudFormation: the template holds a reference.
 */
export class OriginToken extends Construct {
  /** For a property that CloudFormation fills ("Using dynamic references"). */
  readonly reference: string;

  constructor(scope: Construct) {
    super(scope, 'OriginToken');
    const secret = new Secret(this, 'Secret', {
      description: 'Known to the front door and the functions behind it',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.reference = secret.secretValue.unsafeUnwrap();
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'It guards rate limits by address, no data. A new value has to reach the distribution and the functions in one deployment, which rotation by schedule cannot do.',
    });
  }
}
