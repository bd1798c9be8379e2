import { describe, expect, it } from 'vitest';
import { appointments } from '../src/tables/appointments.ts';
import { doctors } from '../src/tables/doctors.ts';
import { TableDeliveries } from './table-deliveries.ts';

const clinic = new TableDeliveries(['doctors', 'appointments']);
const HEADER = 'booking_id,patient_id,doctor_id,booking_date,status\n';

// The embedded database has one backend: whoever asks in the middle of a transaction waits for its end.
describe('a reader of a native server', () => {
  it('sees the appointments as they were until they are replaced', async () => {
    const bookings = async () =>
      (await clinic.rows('SELECT booking_id FROM appointments ORDER BY 1')).map(
        ({ booking_id }) => booking_id,
      );
    await clinic.deliver(doctors, 'doctor_id,name,specialty\n1,Ann,\n');
    await clinic.deliver(appointments, `${HEADER}1,34,1,2025-12-01,confirmed\n2,34,1,2025-12-01,confirmed\n`);
    const seen: unknown[] = [];
    await clinic.deliver(
      {
        ...appointments,
        publish: async (client, staged) => {
          const counts = await appointments.publish(client, staged);
          seen.push(await bookings());
          return counts;
        },
      },
      `${HEADER}3,34,1,2025-12-01,confirmed\n`,
    );
    expect(seen).toEqual([['1', '2']]);
    expect(await bookings()).toEqual(['3']);
  });
});
