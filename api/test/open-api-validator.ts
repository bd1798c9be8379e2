import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Partial<Record<Method, Operation>>>>;
}

/** Checks answers against the schemas that the API publishes. */
export class OpenApiValidator {
  readonly #document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: OpenApiDocument) {
    this.#document = document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, 'openapi');
  }

  /** Fails unless the path has an operation that declares the status and media type, and the body fits its schema. */
  expectDeclared(method: Method, path: string, status: number, mediaType: string, body: unknown): void {
    const template = Object.keys(this.#document.paths).find((candidate) =>
      new RegExp(`^${candidate.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
    );
    expect(template, `no operation for ${path}`).toBeDefined();
    const response = this.#document.paths[template ?? '']?.[method]?.responses[status];
    expect(response, `${method} ${path} does not declare ${status}`).toBeDefined();
    expect(Object.keys(response?.content ?? {}), `media types of ${path} ${status}`).toContain(mediaType);
    if (body === undefined) return;
    const pointer = [
      'paths',
      template ?? '',
      method,
      'responses',
      String(status),
      'content',
      mediaType,
      'schema',
    ]
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = this.#ajv.getSchema(`openapi#/${pointer}`);
    expect(validate, `no schema at ${pointer}`).toBeDefined();
    void validate?.(body);
    expect(validate?.errors ?? [], `${path} ${status}`).toEqual([]);
  }
}
