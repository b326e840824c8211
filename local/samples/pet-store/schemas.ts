import * as z from 'zod';

export const PetStatus = z
  .enum(['available', 'pending', 'sold'])
  .meta({ id: 'PetStatus', description: 'Whether the pet can be bought.' });

const petFields = {
  name: z.string().trim().min(1).max(80).meta({ description: 'What the pet is called.', example: 'Biscuit' }),
  species: z.string().trim().min(1).max(40).meta({ description: 'Kind of animal.', example: 'dog' }),
  breed: z.string().max(80).meta({ example: 'Beagle' }),
  ageMonths: z.int().min(0).max(1200).meta({ description: 'Age in months.', example: 14 }),
  price: z.number().min(0).meta({ description: 'Adoption fee in US dollars.', example: 120 }),
  tags: z.array(z.string().min(1).max(40)).max(20).meta({ description: 'Labels to find the pet by.' }),
  status: PetStatus,
};

export const Pet = z
  .object({
    id: z.int().meta({ description: 'Number of the pet.', example: 1 }),
    ...petFields,
    breed: petFields.breed.optional(),
    ageMonths: petFields.ageMonths.optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Pet',
    description: 'A pet of the store.',
    example: {
      id: 1,
      name: 'Biscuit',
      species: 'dog',
      breed: 'Beagle',
      ageMonths: 14,
      price: 120,
      tags: ['friendly', 'vaccinated'],
      status: 'available',
      createdAt: '2026-01-05T09:00:00.000Z',
    },
  });
export type Pet = z.output<typeof Pet>;

export const NewPet = z
  .object({
    name: petFields.name,
    species: petFields.species,
    breed: petFields.breed.optional(),
    ageMonths: petFields.ageMonths.optional(),
    price: petFields.price.default(0),
    tags: petFields.tags.default([]),
    status: PetStatus.default('available'),
  })
  .meta({
    id: 'NewPet',
    description: 'A pet to add.',
    example: { name: 'Pepper', species: 'cat', ageMonths: 8, price: 80, tags: ['playful'] },
  });

export const PetChanges = z
  .object(petFields)
  .partial()
  .meta({
    id: 'PetChanges',
    description: 'The fields to change; the others stay.',
    example: { status: 'sold' },
  });

export const OrderStatus = z.enum(['placed', 'delivered', 'cancelled']).meta({ id: 'OrderStatus' });

export const NewOrder = z
  .object({
    petId: z.int().meta({ description: 'Number of the pet to buy; it must be available.', example: 1 }),
    customerName: z.string().trim().min(1).max(120).meta({ example: 'Ada Park' }),
    customerEmail: z.email().optional().meta({ example: 'ada.park@example.com' }),
  })
  .meta({
    id: 'NewOrder',
    example: { petId: 1, customerName: 'Ada Park', customerEmail: 'ada.park@example.com' },
  });

export const Order = z
  .object({
    id: z.int().meta({ description: 'Number of the order.' }),
    ...NewOrder.shape,
    status: OrderStatus,
    total: z.number().meta({ description: 'In US dollars.' }),
    placedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Order',
    description: 'An order for one pet.',
    example: {
      id: 1001,
      petId: 4,
      customerName: 'Ada Park',
      customerEmail: 'ada.park@example.com',
      status: 'placed',
      total: 250,
      placedAt: '2026-01-06T12:00:00.000Z',
    },
  });
export type Order = z.output<typeof Order>;
