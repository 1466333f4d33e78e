/** What was decided beside other work is not so any more: to be decided anew. */
export class OutOfTurn extends Error {}

/**
 * The place of a batch among those of its organization. While one writes, the next is read and decided, unless both are
 * about the same contact or company. They decide in their order, so that ids are given in the order of writing: who
 * pages through what is written never finds something new behind him. Who waits holds nothing of the database.
 */
export interface Turn {
  /** To be awaited before contacts and companies are read, with what the batch is about. */
  toRead(names: ReadonlySet<string>): Promise<void>;
  hasDecided(): void;
  /** To be awaited before anything is written. @throws OutOfTurn When the batch before is decided anew. */
  toWrite(): Promise<void>;
  /** To be awaited before the batch is decided anew: from then on it is beside no other. */
  toBegin(): Promise<void>;
  /** To be awaited when the batch is stored, or was given up. */
  toEnd(): Promise<void>;
}

/** The turn of a batch that none comes after until it has ended. */
export const noTurn: Pick<Turn, "toRead" | "hasDecided"> = {
  toRead: () => Promise.resolve(),
  hasDecided: () => undefined,
};

/** What is known of a batch. It holds nothing of the one before, or each would keep all that ever were. */
interface Batch {
  names: ReadonlySet<string>;
  decided: PromiseWithResolvers<void>;
  ended: PromiseWithResolvers<void>;
  isDecidedAnew: boolean;
}

function turnOf(own: Batch, ahead: Batch | null): Turn {
  let isBeside = ahead !== null;
  const othersEnd = async () => {
    await ahead?.ended.promise;
    isBeside = false;
  };
  return {
    toRead: async (names) => {
      own.names = names;
      if (ahead === null) return;
      await Promise.race([ahead.decided.promise, ahead.ended.promise]);
      if (ahead.isDecidedAnew || [...names].some((name) => ahead.names.has(name))) await othersEnd();
    },
    hasDecided: () => own.decided.resolve(),
    toWrite: async () => {
      const wasBeside = isBeside;
      await othersEnd();
      if (wasBeside && ahead?.isDecidedAnew) throw new OutOfTurn("The batch before was decided anew.");
    },
    toBegin: async () => {
      own.isDecidedAnew = true;
      await othersEnd();
    },
    toEnd: async () => {
      await othersEnd();
      own.ended.resolve();
    },
  };
}

/** Gives turns to the batches of one organization, in the order in which it is called. */
export function createTurns(): () => Turn {
  let last: Batch | null = null;
  return () => {
    const own: Batch = {
      names: new Set(),
      decided: Promise.withResolvers(),
      ended: Promise.withResolvers(),
      isDecidedAnew: false,
    };
    const turn = turnOf(own, last);
    last = own;
    return turn;
  };
}
