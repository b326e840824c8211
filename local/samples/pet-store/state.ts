import type { Order, Pet } from './schemas.ts';

/** The store's memory, in order of the numbers. */
export interface PetStoreState {
  readonly pets: Map<number, Pet>;
  readonly orders: Map<number, Order>;
  /** The next number of each kind; none is given twice. */
  readonly ids: { pet(): number; order(): number };
}

const CREATED = '2026-01-05T09:00:00.000Z';

const PETS: readonly Omit<Pet, 'id' | 'createdAt'>[] = [
  {
    name: 'Biscuit',
    species: 'dog',
    breed: 'Beagle',
    ageMonths: 14,
    price: 120,
    tags: ['friendly', 'vaccinated'],
    status: 'available',
  },
  {
    name: 'Mochi',
    species: 'cat',
    breed: 'Siamese',
    ageMonths: 8,
    price: 90,
    tags: ['playful', 'indoor'],
    status: 'available',
  },
  { name: 'Clover', species: 'rabbit', ageMonths: 5, price: 35, tags: ['quiet'], status: 'pending' },
  {
    name: 'Rex',
    species: 'dog',
    breed: 'German Shepherd',
    ageMonths: 40,
    price: 250,
    tags: ['trained'],
    status: 'pending',
  },
  { name: 'Olive', species: 'cat', ageMonths: 60, price: 40, tags: ['senior', 'indoor'], status: 'sold' },
  {
    name: 'Kiwi',
    species: 'parrot',
    breed: 'Conure',
    ageMonths: 20,
    price: 180,
    tags: ['loud', 'friendly'],
    status: 'available',
  },
];

export function createPetStoreState(): PetStoreState {
  const pets = PETS.map((pet, index): [number, Pet] => [
    index + 1,
    { id: index + 1, ...pet, tags: [...pet.tags], createdAt: CREATED },
  ]);
  const order: Order = {
    id: 1001,
    petId: 4,
    customerName: 'Ada Park',
    customerEmail: 'ada.park@example.com',
    status: 'placed',
    total: 250,
    placedAt: '2026-01-06T12:00:00.000Z',
  };
  let lastPet = pets.length;
  let lastOrder = order.id;
  return {
    pets: new Map(pets),
    orders: new Map([[order.id, order]]),
    ids: { pet: () => (lastPet += 1), order: () => (lastOrder += 1) },
  };
}
