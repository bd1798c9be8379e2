import { z } from '@hono/zod-openapi';

export const aboutSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    links: z.record(z.string(), z.string()).openapi({ description: 'Paths, by what is found there.' }),
  })
  .openapi('About');
