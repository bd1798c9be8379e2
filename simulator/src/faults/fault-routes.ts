import { Hono } from 'hono';
import { z } from 'zod';
import type { FaultSwitchboard } from './fault-switchboard.ts';
import { faultSchema } from './fault.ts';

/** The endpoint that tests order faults by: `/simulator/faults`. */
export function faultRoutes(faults: FaultSwitchboard): Hono {
  return new Hono()
    .get('/simulator/faults', (c) => c.json({ faults: faults.list() }))
    .post('/simulator/faults', async (c) => {
      const fault = faultSchema.safeParse(await c.req.json().catch(() => undefined));
      if (!fault.success) {
        return c.json({ title: 'Not a fault', status: 400, detail: z.prettifyError(fault.error) }, 400);
      }
      return c.json({ id: faults.add(fault.data) }, 201);
    })
    .delete('/simulator/faults', (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .delete('/simulator/faults/:id', (c) => c.body(null, faults.remove(c.req.param('id')) ? 204 : 404));
}
