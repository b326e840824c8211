import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import {
  AccountRecovery,
  Mfa,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { HouseFunction } from '../constructs/house-function.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import { mailDomain, publicUrl } from '../constructs/addresses.ts';

/** Who may sign in: the user pool, the one client of it, and the function that words its mails. */
export class IdentityStack extends Stack {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
  readonly customMessage: HouseFunction;

  constructor(scope: Construct, house: HouseWithAlarms) {
    super(scope, houseName(house.environment, 'identity'));
    const { environment } = house;
    this.customMessage = new HouseFunction(this, {
      house,
      name: 'custom-message',
      memory: 256,
      timeout: 5,
      variables: { PUBLIC_URL: publicUrl(environment) },
      permissions: [],
      alarm: { impact: 'New users get no verification mail and cannot finish signing up.' },
    });

    this.userPool = new UserPool(this, 'UserPool', {
      userPoolName: houseName(environment, 'users'),
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: true,
      autoVerify: { email: true },
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: true, mutable: true },
      },
      // Length counts, composition rules do not (NIST SP 800-63B, section 3.1.1.2).
      passwordPolicy: {
        minLength: 10,
        requireLowercase: true,
        requireDigits: true,
        requireUppercase: false,
        requireSymbols: false,
      },
      mfa: Mfa.OFF,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      email: environment.mail.throughSes
        ? UserPoolEmail.withSES({
            fromEmail: environment.mail.from,
            sesRegion: Aws.REGION,
            sesVerifiedDomain: mailDomain(environment),
          })
        : UserPoolEmail.withCognito(),
      deletionProtection: environment.keepData,
      removalPolicy: environment.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.userPool.addTrigger(UserPoolOperation.CUSTOM_MESSAGE, this.customMessage.lambda);
    acknowledgeFindings(this.userPool);

    this.client = this.userPool.addClient('Client', {
      generateSecret: false,
      disableOAuth: true,
      authFlows: { userPassword: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(30),
      // A client whose answer was lost may ask again with the token it has.
      refreshTokenRotationGracePeriod: Duration.seconds(10),
    });
  }
}

function acknowledgeFindings(userPool: UserPool): void {
  Validations.of(userPool).acknowledge(
    {
      id: 'AwsSolutions-COG1',
      reason:
        'At least 10 characters with a letter and a digit. NIST SP 800-63B advises length over composition rules, and wrong passwords are limited twice: by the pool and by rate class auth.',
    },
    {
      id: 'AwsSolutions-COG2',
      reason:
        'The API has no route to enrol a second factor yet, so a pool that requires one would let nobody in.',
    },
    {
      id: 'AwsSolutions-COG8',
      reason:
        'Signing in takes five tries in 15 minutes per client address before the pool is asked; the Plus plan costs more per user than the rest of the product.',
    },
  );
}
