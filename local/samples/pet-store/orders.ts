import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { conflict, notFound } from '../server/rest-error.ts';
import { NewOrder, Order, OrderStatus } from './schemas.ts';
import type { PetStoreState } from './state.ts';

const params = z.object({
  orderId: z.coerce.number().int().meta({ description: 'Number of the order.', example: 1001 }),
});

export function orderOperations({
  state: { pets, orders, ids },
  now,
}: {
  readonly state: PetStoreState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  function orderOf(orderId: number): Order {
    const order = orders.get(orderId);
    if (order === undefined) throw notFound(`Order ${orderId}`);
    return order;
  }

  return [
    operation({
      operationId: 'listOrders',
      method: 'get',
      path: '/orders',
      summary: 'List orders',
      description: 'The orders of all customers, oldest first.',
      tag: 'orders',
      query: z.object({
        status: OrderStatus.optional().meta({ description: 'Only orders with this status.' }),
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(100)
          .default(20)
          .meta({ description: 'At most so many orders.' }),
      }),
      success: { status: 200, description: 'The orders that fit.', schema: z.array(Order) },
      handle: ({ query: { status, limit } }) =>
        [...orders.values()]
          .filter((order) => status === undefined || order.status === status)
          .slice(0, limit),
    }),
    operation({
      operationId: 'placeOrder',
      method: 'post',
      path: '/orders',
      summary: 'Order a pet',
      description: 'Places an order for a pet that is available; the pet is pending from then on.',
      tag: 'orders',
      body: NewOrder,
      success: { status: 201, description: 'The new order.', schema: Order },
      refusals: [404, 409],
      handle({ body }) {
        const pet = pets.get(body.petId);
        if (pet === undefined) throw notFound(`Pet ${body.petId}`);
        if (pet.status !== 'available') throw conflict(`${pet.name} is ${pet.status}.`);
        const placedAt = new Date(now()).toISOString();
        const order: Order = { id: ids.order(), ...body, status: 'placed', total: pet.price, placedAt };
        pets.set(pet.id, { ...pet, status: 'pending' });
        orders.set(order.id, order);
        return order;
      },
    }),
    operation({
      operationId: 'getOrder',
      method: 'get',
      path: '/orders/{orderId}',
      summary: 'Get an order',
      description: 'One order with its status and total.',
      tag: 'orders',
      params,
      success: { status: 200, description: 'The order.', schema: Order },
      refusals: [404],
      handle: ({ params: { orderId } }) => orderOf(orderId),
    }),
    operation({
      operationId: 'cancelOrder',
      method: 'post',
      path: '/orders/{orderId}/cancel',
      summary: 'Cancel an order',
      description: 'Cancels an order that is not delivered yet; its pet is available again.',
      tag: 'orders',
      params,
      success: { status: 200, description: 'The cancelled order.', schema: Order },
      refusals: [404, 409],
      handle({ params: { orderId } }) {
        const order = orderOf(orderId);
        if (order.status !== 'placed') throw conflict(`Order ${orderId} is ${order.status}.`);
        const cancelled: Order = { ...order, status: 'cancelled' };
        orders.set(orderId, cancelled);
        const pet = pets.get(order.petId);
        if (pet?.status === 'pending') pets.set(pet.id, { ...pet, status: 'available' });
        return cancelled;
      },
    }),
  ];
}
