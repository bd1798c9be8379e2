import { createRoute, z } from '@hono/zod-openapi';
import { readProfile, saveProfile } from '@systole/etl';
import { USER_ID, USER_ID_RULE, type Pool } from '@systole/service-kit';
import { limitBody, requireJson } from '../../middleware/json-body.ts';
import {
  bodyResponses,
  createRouter,
  notFoundResponse,
  problemResponses,
  readOnlyResponse,
} from '../../router.ts';
import { findUser } from '../../users.ts';

const parameters = z.object({ id: z.string().regex(USER_ID, USER_ID_RULE).openapi({ example: 'user1' }) });

const within = <Number extends z.ZodNumber>(number: Number, least: number, most: number) => {
  const rule = `must be from ${least} to ${most}`;
  return number.min(least, rule).max(most, rule);
};

const profileSchema = z
  .strictObject({
    height_cm: within(z.number('must be a number'), 50, 260).nullable().default(null),
    birth_year: within(z.int('must be a year'), 1_900, 2_100).nullable().default(null),
    sex: z.enum(['female', 'male']).nullable().default(null).openapi({
      description: 'As the formula of the energy at rest asks for it.',
    }),
    steps_goal: within(z.int('must be a whole number'), 1, 200_000).default(10_000),
  })
  .openapi('Profile');

const content = { 'application/json': { schema: profileSchema } };

const readRoute = createRoute({
  method: 'get',
  path: '/users/{id}/profile',
  tags: ['Daily metrics'],
  summary: 'What the KPIs of a user are computed with',
  request: { params: parameters },
  responses: {
    200: { description: 'The profile; the standard one where none was saved.', content },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const saveRoute = createRoute({
  method: 'put',
  path: '/users/{id}/profile',
  tags: ['Daily metrics'],
  summary: 'Saves the profile of a user',
  description: 'All KPIs of the user are made anew. A user who is not there yet is made.',
  middleware: [requireJson, limitBody],
  request: { params: parameters, body: { required: true, content } },
  responses: {
    200: { description: 'The profile as it was saved.', content },
    ...problemResponses,
    ...bodyResponses,
    ...readOnlyResponse,
  },
});

export const profileRoutes = (pool: Pool) =>
  createRouter()
    .openapi(readRoute, async (c) => {
      const { id } = c.req.valid('param');
      await findUser(pool, 'id', id);
      return c.json(await readProfile(pool, id), 200);
    })
    .openapi(saveRoute, async (c) => {
      const { id } = c.req.valid('param');
      const profile = c.req.valid('json');
      await saveProfile(pool, id, profile);
      return c.json(profile, 200);
    });
