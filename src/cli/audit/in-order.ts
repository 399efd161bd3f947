/** Bounded work on streams: so much at once, so much ahead, in the order of the input. */

/** Works on up to `limit` items at once; results come in the order of the items. */
export async function* mapInOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underway: Promise<R>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Seen when its turn comes; until then Node must not take it for unhandled.
    result.catch(() => undefined);
    underway.push(result);
    if (underway.length >= limit) yield* take(underway);
  }
  while (underway.length > 0) yield* take(underway);
}

async function* take<R>(underway: Promise<R>[]): AsyncGenerator<R> {
  const first = underway.shift();
  if (first !== undefined) yield await first;
}

/**
 * Runs a stream ahead of its reader by up to `ahead` items, so that several streams read one after the other
 * still work at the same time, in bounded memory.
 */
export function readAhead<T>(source: AsyncGenerator<T>, ahead: number): AsyncGenerator<T> {
  const ready: IteratorResult<T>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let closed = false;
  let wakeReader = () => {};
  let wakePump = () => {};

  const pump = async () => {
    try {
      while (!closed) {
        const item = await source.next();
        ready.push(item);
        wakeReader();
        if (item.done === true) return;
        if (ready.length >= ahead) {
          await new Promise<void>((resolve) => {
            wakePump = resolve;
          });
        }
      }
      await source.return(undefined);
    } catch (error) {
      failure = { error };
      wakeReader();
    }
  };
  void pump();

  return (async function* () {
    try {
      for (;;) {
        const item = ready.shift();
        if (item?.done === true) return;
        if (item !== undefined) {
          wakePump();
          yield item.value;
        } else if (failure !== undefined) throw failure.error;
        else {
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
        }
      }
    } finally {
      closed = true;
      wakePump();
    }
  })();
}
