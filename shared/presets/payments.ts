import type { Preset } from './preset.ts';

/** Taking and sending money. */
export const PAYMENTS: readonly Preset[] = [
  {
    id: 'stripe',
    name: 'Stripe',
    category: 'payments',
    description: 'Payments, customers, subscriptions and invoices.',
    docsUrl: 'https://docs.stripe.com/api',
    documentUrl: 'https://raw.githubusercontent.com/stripe/openapi/master/openapi/spec3.json',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://dashboard.stripe.com/apikeys',
      hint: 'A secret key (sk_…), or better a restricted one (rk_…), as the token.',
    },
  },
  {
    id: 'paypal',
    name: 'PayPal',
    category: 'payments',
    description: 'Orders: create, show, capture and track payments by PayPal.',
    docsUrl: 'https://developer.paypal.com/docs/api/orders/v2/',
    documentUrl:
      'https://raw.githubusercontent.com/paypal/paypal-rest-api-specifications/HEAD/openapi/checkout_orders_v2.json',
    baseUrl: 'https://{host}',
    variables: [
      {
        name: 'host',
        description: 'The host of the live or of the sandbox API',
        example: 'api-m.sandbox.paypal.com',
        default: 'api-m.paypal.com',
      },
    ],
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developer.paypal.com/dashboard/applications',
      hint: 'An access token, got for the client id and secret of an app at /v1/oauth2/token.',
    },
  },
  {
    id: 'square',
    name: 'Square',
    category: 'payments',
    description: 'Payments, orders, catalogue and customers of a seller.',
    docsUrl: 'https://developer.squareup.com/reference/square',
    documentUrl: 'https://raw.githubusercontent.com/square/connect-api-specification/master/api.json',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developer.squareup.com/apps',
      hint: 'The access token of an application.',
    },
    oauth2: {
      authorizationUrl: 'https://connect.squareup.com/oauth2/authorize',
      tokenUrl: 'https://connect.squareup.com/oauth2/token',
      scopes: ['CUSTOMERS_READ'],
    },
  },
  {
    id: 'adyen-checkout',
    name: 'Adyen Checkout',
    category: 'payments',
    description: 'Payment sessions, payment methods and payment links, against the test environment.',
    docsUrl: 'https://docs.adyen.com/api-explorer/Checkout/latest/overview',
    documentUrl: 'https://raw.githubusercontent.com/Adyen/adyen-openapi/main/json/CheckoutService-v71.json',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'X-API-Key',
      credentialUrl: 'https://docs.adyen.com/development-resources/api-credentials',
    },
  },
];
