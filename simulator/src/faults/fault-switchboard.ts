import {
  faultSchema,
  type Fault,
  type RequestFault,
  type StandingFault,
  type StandingFaultOf,
} from './fault.ts';

/** A fault that is switched on. `times` and `after` count down. */
export type ActiveFault = (RequestFault | StandingFault) & { readonly id: string };

/** The faults that are switched on, for one user or for all. */
export class FaultSwitchboard {
  readonly #faults = new Map<string, RequestFault | StandingFault>();
  #lastId = 0;

  /**
   * Switches a fault on. Faults of requests end by themselves, the others when they are removed.
   * @returns the id to remove it by.
   * @throws {z.ZodError} if it is none of the known faults.
   */
  add(fault: Fault): string {
    this.#lastId += 1;
    const id = String(this.#lastId);
    this.#faults.set(id, faultSchema.parse(fault));
    return id;
  }

  /** Switches a fault off: what was late has arrived, what was revoked is granted again. */
  remove(id: string): boolean {
    return this.#faults.delete(id);
  }

  clear(): void {
    this.#faults.clear();
  }

  list(): readonly ActiveFault[] {
    return [...this.#faults].map(([id, fault]) => ({ id, ...fault }));
  }

  /** The faults that meet this request of a user; each is used up by one. */
  takeForRequest(userId: string, dataType: string | undefined): readonly RequestFault[] {
    const met: RequestFault[] = [];
    for (const [id, fault] of this.#faults) {
      if (!('times' in fault) || !concerns(fault, userId)) continue;
      if (fault.dataType !== undefined && fault.dataType !== dataType) continue;
      if (fault.after > 0) {
        this.#faults.set(id, { ...fault, after: fault.after - 1 });
        continue;
      }
      met.push(fault);
      if (fault.times === 1) this.#faults.delete(id);
      else this.#faults.set(id, { ...fault, times: fault.times - 1 });
    }
    return met;
  }

  /** The standing faults of one kind that concern a user. */
  standing<Kind extends StandingFault['kind']>(kind: Kind, userId: string): readonly StandingFaultOf<Kind>[] {
    return [...this.#faults.values()].filter(
      (fault): fault is StandingFaultOf<Kind> => fault.kind === kind && concerns(fault, userId),
    );
  }
}

function concerns({ user }: { readonly user?: string | undefined }, userId: string): boolean {
  return user === undefined || user === userId;
}
