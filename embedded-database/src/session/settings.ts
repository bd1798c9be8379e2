import type { Engine } from '../engine/engine.ts';

/** Values of the settings that a session has changed, by name. */
export type Settings = ReadonlyMap<string, string>;

/** Settings whose value the protocol reports to clients (PostgreSQL documentation, 53.2.7). */
const REPORTED = [
  'application_name',
  'client_encoding',
  'DateStyle',
  'default_transaction_read_only',
  'in_hot_standby',
  'integer_datetimes',
  'IntervalStyle',
  'is_superuser',
  'scram_iterations',
  'server_encoding',
  'server_version',
  'standard_conforming_strings',
  'TimeZone',
];

/** Identity is a setting too, but pg_settings does not show it. */
const IDENTITY = ['session_authorization', 'role'];

/** The plain settings that were changed, then identity and custom settings, which pg_settings does not show. */
const snapshotOf = (hidden: readonly string[]) => `
  SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' AND name !~ '^transaction_'
  UNION ALL
  SELECT name, pg_catalog.current_setting(name, true) FROM pg_catalog.unnest(ARRAY[${hidden.map(literal).join()}]) AS name
   WHERE pg_catalog.current_setting(name, true) IS NOT NULL`;

/** Names of custom settings, such as `app.user_id`. */
const CUSTOM_NAME = /[a-z_]\w*\.[a-z_]\w*/gi;
const MOST_CUSTOM_NAMES = 1_000;

/** Quotes for either value of standard_conforming_strings. */
const literal = (text: string) => `E'${text.replace(/['\\]/g, '\\$&')}'`;

const setConfig = (name: string, value: string | undefined) =>
  `SELECT pg_catalog.set_config(${literal(name)}, ${value === undefined ? 'NULL' : literal(value)}, false)`;

/** Only what differs from the superuser that RESET leaves: the engine names that one by an empty string. */
const setIdentity = (target: Settings) =>
  IDENTITY.flatMap((name) => {
    const value = target.get(name) ?? '';
    return value === '' || value === 'none' ? [] : [setConfig(name, value)];
  });

const toMap = (rows: (string | null)[][]) =>
  new Map(rows.map(([name, setting]) => [name ?? '', setting ?? ''] as const));

/**
 * The settings of the one backend that all connections share: read after a session may have changed them, and set to
 * another session's when that one gets its turn. What is read is what the engine really has, so rolled-back SETs,
 * set_config() in a query and SETs inside a function all come out right.
 */
export class EngineSettings {
  readonly #engine: Engine;
  #baseline: Settings = new Map();
  #current: Settings = new Map();
  #reported: Settings = new Map();
  readonly #customNames = new Set<string>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Reads what a session begins with; once, before the first session. */
  async start(): Promise<void> {
    this.#baseline = await this.snapshot();
    const names = REPORTED.map(literal).join();
    this.#reported = toMap(
      await this.#engine.query(`SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN (${names})`),
    );
  }

  /** A new engine has what a session begins with. */
  engineReplaced(): void {
    this.#current = this.#baseline;
  }

  applyBaseline(): Promise<void> {
    return this.apply(this.#baseline);
  }

  /** What a session begins with, and `own` over it. */
  withBaseline(own: Settings): Settings {
    return new Map([...this.#baseline, ...own]);
  }

  /** Looks for names of custom settings in what may set them: PostgreSQL has no list of these. */
  noteCustomNames(text: string): void {
    for (const [name] of text.matchAll(CUSTOM_NAME)) {
      if (this.#customNames.size < MOST_CUSTOM_NAMES) this.#customNames.add(name.toLowerCase());
    }
  }

  /** The values to report to a client with these settings. */
  reportedFor(settings: Settings): Settings {
    return new Map([...this.#reported].map(([name, value]) => [name, settings.get(name) ?? value]));
  }

  /** Reads the engine's settings; costs about 1.5 ms, so only when they may have changed. */
  async snapshot(): Promise<Settings> {
    this.#current = toMap(await this.#engine.query(snapshotOf([...IDENTITY, ...this.#customNames])));
    return this.#current;
  }

  /**
   * Gives the engine these settings, if it does not have them.
   * @throws {EngineQueryError} if it does not take one of them; then it has none of them.
   */
  async apply(target: Settings): Promise<void> {
    if (target === this.#current) return;
    const names = new Set([...this.#current.keys(), ...target.keys()]);
    const changed = [...names].filter((name) => this.#current.get(name) !== target.get(name));
    const plain = changed
      .filter((name) => !IDENTITY.includes(name))
      .map((name) => setConfig(name, target.get(name)));
    const statements = changed.some((name) => IDENTITY.includes(name))
      ? // As superuser in between: another identity might not be allowed to set what follows.
        ['RESET ROLE', 'RESET SESSION AUTHORIZATION', ...plain, ...setIdentity(target)]
      : plain;
    if (statements.length > 0) await this.#engine.query(statements.join('; '));
    this.#current = target;
  }
}
